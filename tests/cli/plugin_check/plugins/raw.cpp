// What only a plugin without the SDK's C++ face can do wrong; which, its option `does` says.
#include <array>
#include <cstddef>
#include <stdexcept>

#include "moderato/abi.h"

namespace {

template <std::size_t n>
constexpr moderato_string text(const char (&literal)[n]) {
  return {literal, n - 1};
}

constexpr auto deeds = std::to_array<moderato_string>({text("nothing"), text("answer twice"), text("answer and fail"),
                                                       text("let an exception out"), text("give no reason")});
enum Deed : std::size_t { nothing, twice, answer_and_fail, let_out, no_reason };

void* create(const moderato_host* /*host*/, const moderato_options* options,
             void (* /*fail*/)(void* to, moderato_string message), void* /*to*/) {
  const std::size_t deed = options->choice(options->host, text("does"), 0, deeds.data(), deeds.size());
  return deed == no_reason ? nullptr : new std::size_t{deed};
}
void destroy(void* filter) {
  delete static_cast<std::size_t*>(filter);
}
void check(void* filter, const moderato_comment* /*comment*/, const moderato_answer* answer) {
  const moderato_finding finding{
      sizeof finding, MODERATO_HOLD, text("raw.held"), text("held"), 0, nullptr, 0, nullptr, 0, nullptr, 0};
  const std::size_t deed = *static_cast<const std::size_t*>(filter);
  if (deed == let_out) throw std::runtime_error("out it came");
  answer->finding(answer->host, &finding);
  if (deed == twice) answer->finding(answer->host, &finding);
  if (deed == answer_and_fail) answer->error(answer->host, text("and yet it failed"));
}

}  // namespace

extern "C" __attribute__((visibility("default"))) const moderato_plugin_v1 moderato_plugin;
const moderato_plugin_v1 moderato_plugin = {MODERATO_ABI_MAGIC,
                                            sizeof(moderato_plugin_v1),
                                            MODERATO_ABI_MAJOR,
                                            MODERATO_ABI_MINOR,
                                            0,
                                            "by hand"
#if defined(__SANITIZE_ADDRESS__)
                                            ", address sanitizer"
#elif defined(__SANITIZE_THREAD__)
                                            ", thread sanitizer"
#endif
                                            ,
                                            "raw",
                                            "1.0",
                                            "Breaks a promise in C",
                                            &create,
                                            &destroy,
                                            &check,
                                            nullptr,
                                            nullptr,
                                            nullptr,
                                            nullptr,
                                            nullptr};
