// Turns a class derived from Filter into the C table that the host calls. Exceptions end here.
#pragma once

#include <type_traits>

#include "moderato/filter.hpp"

namespace moderato::detail {

#if defined(__clang__)
#define MODERATO_COMPILER "clang " __clang_version__
#elif defined(__GNUC__)
#define MODERATO_COMPILER "gcc " __VERSION__
#else
#define MODERATO_COMPILER "unknown compiler"
#endif
#if defined(__SANITIZE_ADDRESS__)
#define MODERATO_SANITIZER ", address sanitizer"
#elif defined(__SANITIZE_THREAD__)
#define MODERATO_SANITIZER ", thread sanitizer"
#else
#define MODERATO_SANITIZER ""
#endif

inline constexpr const char* build = MODERATO_COMPILER MODERATO_SANITIZER;

template <class F>
constexpr Traits traits_of() {
  if constexpr (requires { F::traits; })
    return F::traits;
  else
    return {};
}

template <class F>
void* create(const moderato_host* host, const moderato_options* options,
             void (*fail)(void* to, moderato_string message), void* to) {
  try {
    Options reader{*options, *host};
    std::unique_ptr<Filter> filter = std::make_unique<F>(reader);
    return filter.release();
  } catch (const std::exception& error) {
    fail(to, abi::string(error.what()));
  } catch (...) {
    fail(to, abi::string("threw something that is no std::exception"));
  }
  return nullptr;
}

inline void destroy(void* filter) {
  delete static_cast<Filter*>(filter);
}

inline void check(void* filter, const moderato_comment* comment, const moderato_answer* answer) {
  try {
    const Finding found = static_cast<Filter*>(filter)->check(Comment{*comment});
    if (found.action == Action::pass && found.code.empty() && found.scores.empty() && !found.follows_parent) return;
    // The host reads as many weights as there are spans.
    if (!found.weights.empty() && found.weights.size() != found.spans.size())
      throw std::logic_error("gave " + std::to_string(found.weights.size()) + " weights for " +
                             std::to_string(found.spans.size()) + " spans");
    std::vector<moderato_span> spans;
    spans.reserve(found.spans.size());
    for (const Span& span : found.spans) spans.push_back({span.begin, span.end});
    std::vector<moderato_score> scores;
    scores.reserve(found.scores.size());
    for (const Score& score : found.scores) scores.push_back({abi::string(score.attribute), score.value});
    const moderato_finding raw{sizeof(moderato_finding),
                               static_cast<moderato_action>(found.action),
                               abi::string(found.code),
                               abi::string(found.message),
                               found.score,
                               spans.data(),
                               spans.size(),
                               scores.data(),
                               scores.size(),
                               found.weights.empty() ? nullptr : found.weights.data(),
                               found.follows_parent ? 1U : 0U};
    answer->finding(answer->host, &raw);
  } catch (const std::exception& error) {
    answer->error(answer->host, abi::string(error.what()));
  } catch (...) {
    answer->error(answer->host, abi::string("threw something that is no std::exception"));
  }
}

// A filter that fails to remember says so itself where it matters; the decision stands either way.
inline void remember(void* filter, const moderato_decision* decision) {
  try {
    static_cast<Filter*>(filter)->remember(Decision{*decision});
  } catch (...) {  // NOLINT(bugprone-empty-catch)
  }
}

inline std::vector<Comment> views(const moderato_comment* const* comments, std::size_t count) {
  std::vector<Comment> views;
  views.reserve(count);
  for (std::size_t i = 0; i < count; ++i) views.emplace_back(*comments[i]);
  return views;
}

inline void forget(void* filter, const moderato_comment* const* comments, std::size_t count) {
  try {
    static_cast<Filter*>(filter)->forget(views(comments, count));
  } catch (...) {  // NOLINT(bugprone-empty-catch)
  }
}

// What could not be fetched now is looked up by `check`, which can say so.
inline void expect(void* filter, const moderato_comment* const* comments, std::size_t count) {
  try {
    static_cast<Filter*>(filter)->expect(views(comments, count));
  } catch (...) {  // NOLINT(bugprone-empty-catch)
  }
}

// Whether a class has an `expect` of its own.
template <class F>
constexpr bool expects() {
  if constexpr (requires { &F::expect; })
    return !std::is_same_v<decltype(&F::expect), void (Filter::*)(std::span<const Comment>)>;
  else
    return true;  // not to be seen from here, so not Filter's
}

inline void lookback(void* filter, moderato_lookback* wanted) {
  try {
    const Lookback back = static_cast<Filter*>(filter)->lookback();
    wanted->microseconds = back.time.count();
    wanted->decisions = back.decisions;
  } catch (...) {
    *wanted = {sizeof(moderato_lookback), 0, 0};
  }
}

constexpr std::uint32_t flags_of(const Traits& traits) {
  return (traits.concurrent ? MODERATO_CONCURRENT : 0U) | (traits.remembers ? MODERATO_REMEMBERS : 0U) |
         (traits.wants_context ? MODERATO_WANTS_CONTEXT : 0U) | (traits.wants_thread ? MODERATO_WANTS_THREAD : 0U);
}

// One that can't say has all that its class says.
inline std::uint32_t needs(void* filter) {
  try {
    return flags_of(static_cast<Filter*>(filter)->needs());
  } catch (...) {
    return ~0U;
  }
}

template <class F>
constexpr moderato_plugin_v1 table(const char* name, const char* version, const char* summary) {
  constexpr Traits traits = traits_of<F>();
  return {MODERATO_ABI_MAGIC,
          sizeof(moderato_plugin_v1),
          MODERATO_ABI_MAJOR,
          MODERATO_ABI_MINOR,
          flags_of(traits),
          build,
          name,
          version,
          summary,
          &create<F>,
          &destroy,
          &check,
          traits.remembers ? &remember : nullptr,
          &lookback,
          &forget,
          &needs,
          expects<F>() ? &expect : nullptr};
}

}  // namespace moderato::detail
