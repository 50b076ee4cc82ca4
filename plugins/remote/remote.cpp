// The remote filter: a program in any language judges. See README.md for what it and this filter say to each other.
#include <optional>
#include <utility>

#include "moderato/filter.hpp"
#include "program.hpp"
#include "settings.hpp"

namespace moderato::remote {
namespace {

class Remote final : public Filter {
 public:
  static constexpr Traits traits{.concurrent = true, .remembers = true, .wants_context = true, .wants_thread = true};

  explicit Remote(Options& options) {
    Settings settings{options};
    if (!settings.usable) return;
    program_.emplace(std::move(settings), options.host());
    greeting_ = program_->greeting();
  }

  void expect(std::span<const Comment> comments) override { program_->desk().expect(comments); }
  Finding check(const Comment& comment) override { return program_->desk().judge(comment); }

  void remember(const Decision& decision) override {
    if (greeting_.remember) program_->desk().remember(decision);
  }
  void forget(std::span<const Comment> comments) override {
    if (greeting_.remember) program_->desk().forget(comments);
  }
  Lookback lookback() const override { return greeting_.remember.value_or(Lookback{}); }
  Traits needs() const override {
    const ContextParts wanted = greeting_.context;
    return {.concurrent = true,
            .remembers = greeting_.remember.has_value(),
            .wants_context = wanted.parent || wanted.article || wanted.author,
            .wants_thread = wanted.thread};
  }

 private:
  Greeting greeting_;               // what the host was told at first, which holds
  std::optional<Program> program_;  // none when the options are wrong: then the host has no use for this filter
};

}  // namespace
}  // namespace moderato::remote

MODERATO_FILTER(moderato::remote::Remote, "remote", "1.0", "Asks a program of your own, in any language")
