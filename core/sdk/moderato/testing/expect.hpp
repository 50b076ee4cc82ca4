// What a filter should make of a comment, for GoogleTest:
//
//   EXPECT_REJECTS(filter, "buy now", "links.too_many");
//   EXPECT_HOLDS(filter, Given{.text = "hello", .ip = "192.0.2.1"}, "rate.author");
//   EXPECT_HOLDS(filter, "buy now");  // whatever its code
//   EXPECT_PASSES(filter, "hello") << "a greeting";
//   EXPECT_APPROVES(filter, Given{.text = "hello", .token = "t1"}, "membership.member");
//
// A failure shows the text, and all that the filter answered. A filter that could not judge is a failure too.
#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <ostream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "moderato/testing.hpp"

namespace moderato::testing {

// The parts of the text that its spans mark.
inline std::vector<std::string> words_of(const Finding& finding, std::string_view text) {
  std::vector<std::string> words;
  for (const Span& span : finding.spans) {
    const bool inside = span.begin <= span.end && span.end <= text.size();
    words.emplace_back(inside ? text.substr(span.begin, span.end - span.begin) : "(a span outside the text)");
  }
  return words;
}

// All that a filter answered about `text`, as a test's failure shows it.
inline std::string described(const Finding& finding, std::string_view text) {
  std::ostringstream out;
  out << to_string(finding.action) << ' ' << (finding.code.empty() ? "(no code)" : finding.code);
  if (!finding.message.empty()) out << ": \"" << finding.message << '"';
  if (finding.score != 0) out << ", score " << finding.score;
  for (const Score& score : finding.scores) out << ", " << score.attribute << ' ' << score.value;
  for (const std::string& word : words_of(finding, text)) out << ", marks \"" << word << '"';
  return out.str();
}

namespace detail {

inline Given given(Given given) {
  return given;
}
inline Given given(std::string text) {
  return {.text = std::move(text)};
}

inline ::testing::AssertionResult answers(Filter& filter, const Given& given, Action action,
                                          const std::optional<std::string_view>& code) {
  constexpr std::size_t shown = 1'000;
  std::string found;
  try {
    const Finding finding = filter.check(given);
    if (finding.action == action && (!code || finding.code == *code)) return ::testing::AssertionSuccess();
    found = described(finding, given.text);
  } catch (const CouldNotJudge& error) {
    found = std::string{"it could not judge: "} + error.what();
  }
  return ::testing::AssertionFailure() << "    text: \"" << given.text.substr(0, shown)
                                       << (given.text.size() > shown ? "…" : "")
                                       << "\"\nexpected: " << to_string(action) << ' ' << code.value_or("")
                                       << "\n  answer: " << found;
}

template <class Asked>
::testing::AssertionResult passes(Filter& filter, Asked&& asked, std::optional<std::string_view> code = {}) {
  return answers(filter, given(std::forward<Asked>(asked)), Action::pass, code);
}
template <class Asked>
::testing::AssertionResult holds(Filter& filter, Asked&& asked, std::optional<std::string_view> code = {}) {
  return answers(filter, given(std::forward<Asked>(asked)), Action::hold, code);
}
template <class Asked>
::testing::AssertionResult rejects(Filter& filter, Asked&& asked, std::optional<std::string_view> code = {}) {
  return answers(filter, given(std::forward<Asked>(asked)), Action::reject, code);
}
template <class Asked>
::testing::AssertionResult approves(Filter& filter, Asked&& asked, std::optional<std::string_view> code = {}) {
  return answers(filter, given(std::forward<Asked>(asked)), Action::approve, code);
}

}  // namespace detail

}  // namespace moderato::testing

// (filter, text or Given[, code]). Macros, so that a failure names the line of the test; all else is in the functions.
#define MODERATO_EXPECT(ANSWER)                           \
  switch (0)                                              \
  case 0:                                                 \
  default:                                                \
    if (const ::testing::AssertionResult answer = ANSWER) \
      ;                                                   \
    else                                                  \
      ADD_FAILURE() << answer.message()
#define EXPECT_PASSES(...) MODERATO_EXPECT(::moderato::testing::detail::passes(__VA_ARGS__))
#define EXPECT_HOLDS(...) MODERATO_EXPECT(::moderato::testing::detail::holds(__VA_ARGS__))
#define EXPECT_REJECTS(...) MODERATO_EXPECT(::moderato::testing::detail::rejects(__VA_ARGS__))
#define EXPECT_APPROVES(...) MODERATO_EXPECT(::moderato::testing::detail::approves(__VA_ARGS__))
