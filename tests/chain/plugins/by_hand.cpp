// Built against ABI 1.0 and without the C++ face: what its option `does` names is answered in plain C.
#include <array>
#include <cstddef>
#include <cstdint>

#include "moderato/abi.h"

namespace {

// The finding of 1.0, kept here as it was.
struct Finding10 {
  std::size_t size;
  moderato_action action;
  moderato_string code;
  moderato_string message;
  double score;
  const moderato_span* spans;
  std::size_t span_count;
  const moderato_score* scores;
  std::size_t score_count;
};

constexpr std::array<moderato_span, 2> spans{{{0, 1}, {1, 2}}};
constexpr std::array<float, 2> weights{2.5F, 0.5F};

// The table likewise; 1.1 has the same.
struct Table10 {
  std::uint32_t magic;
  std::uint32_t size;
  std::uint16_t abi_major;
  std::uint16_t abi_minor;
  std::uint32_t flags;
  const char* build;
  const char* name;
  const char* version;
  const char* summary;
  decltype(moderato_plugin_v1::create) create;
  decltype(moderato_plugin_v1::destroy) destroy;
  decltype(moderato_plugin_v1::check) check;
  decltype(moderato_plugin_v1::remember) remember;
  decltype(moderato_plugin_v1::lookback) lookback;
  const void* beyond;  // no function at all
};

// What a plugin has behind its finding is no business of the host: as a weight, it is none.
struct Memory {
  Finding10 finding{
      sizeof(Finding10), MODERATO_HOLD, {"test.hold", 9}, {"held", 4}, 0, spans.data(), spans.size(), nullptr, 0};
  const void* beyond = reinterpret_cast<const void*>(1);  // NOLINT(performance-no-int-to-ptr): no address at all
};

void give(const moderato_answer& answer, const void* finding) {
  answer.finding(answer.host, static_cast<const moderato_finding*>(finding));
}

void hold(const moderato_answer& answer) {
  const Memory memory;
  give(answer, &memory);
}
void part_of_a_field(const moderato_answer& answer) {
  Memory memory;
  memory.finding.size += sizeof(float*) / 2;
  give(answer, &memory);
}
void short_finding(const moderato_answer& answer) {
  Memory memory;
  --memory.finding.size;
  give(answer, &memory);
}
void null_spans(const moderato_answer& answer) {
  Memory memory;
  memory.finding.spans = nullptr;
  give(answer, &memory);
}
void null_scores(const moderato_answer& answer) {
  Memory memory;
  memory.finding.score_count = 1;
  give(answer, &memory);
}
// Of a later version than the host's, with a field that the host has not heard of.
void later(const moderato_answer& answer) {
  struct {
    moderato_finding finding{};
    const void* beyond = nullptr;
  } memory;
  memory.finding = {sizeof memory,
                    MODERATO_HOLD,
                    {"test.hold", 9},
                    {"held", 4},
                    0,
                    spans.data(),
                    spans.size(),
                    nullptr,
                    0,
                    weights.data(),
                    0};
  give(answer, &memory);
}
void null_weights(const moderato_answer& answer) {
  const moderato_finding finding{sizeof finding,
                                 MODERATO_HOLD,
                                 {"test.hold", 9},
                                 {"held", 4},
                                 0,
                                 spans.data(),
                                 spans.size(),
                                 nullptr,
                                 0,
                                 nullptr,
                                 0};
  give(answer, &finding);
}

struct Deed {
  moderato_string name;
  void (*answer)(const moderato_answer& answer);
};

template <std::size_t n>
constexpr moderato_string text(const char (&literal)[n]) {
  return {literal, n - 1};
}

constexpr std::array<Deed, 7> deeds{{{text("hold"), &hold},
                                     {text("part of a field"), &part_of_a_field},
                                     {text("short finding"), &short_finding},
                                     {text("null spans"), &null_spans},
                                     {text("null scores"), &null_scores},
                                     {text("later"), &later},
                                     {text("null weights"), &null_weights}}};

struct Filter {
  const Deed* deed;
};

void* create(const moderato_host* /*host*/, const moderato_options* options,
             void (* /*fail*/)(void* to, moderato_string message), void* /*to*/) {
  std::array<moderato_string, deeds.size()> names{};
  for (std::size_t i = 0; i < deeds.size(); ++i) names[i] = deeds[i].name;
  return new Filter{&deeds[options->choice(options->host, text("does"), 0, names.data(), names.size())]};
}
void destroy(void* filter) {
  delete static_cast<Filter*>(filter);
}
void check(void* filter, const moderato_comment* /*comment*/, const moderato_answer* answer) {
  static_cast<const Filter*>(filter)->deed->answer(*answer);
}

}  // namespace

extern "C" __attribute__((visibility("default"))) const Table10 moderato_plugin;
const Table10 moderato_plugin = {MODERATO_ABI_MAGIC,
                                 offsetof(Table10, beyond),
                                 1,
                                 0,
                                 MODERATO_CONCURRENT,
                                 "an older compiler",
                                 "by_hand",
                                 "1.0",
                                 "For tests",
                                 &create,
                                 &destroy,
                                 &check,
                                 nullptr,
                                 nullptr,
                                 reinterpret_cast<const void*>(1)};  // NOLINT(performance-no-int-to-ptr)
