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
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
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

// Whether it answers so. Without a code, any will do.
template <class Asked>
::testing::AssertionResult answers(Action action, Filter& filter, Asked&& asked,
                                   std::optional<std::string_view> code = {}) {
  constexpr std::size_t shown = 1'000;
  const Given comment = given(std::forward<Asked>(asked));
  std::string found;
  try {
    const Finding finding = filter.check(comment);
    if (finding.action == action && (!code || finding.code == *code)) return ::testing::AssertionSuccess();
    found = described(finding, comment.text);
  } catch (const CouldNotJudge& error) {
    found = std::string{"it could not judge: "} + error.what();
  }
  return ::testing::AssertionFailure() << "    text: \"" << comment.text.substr(0, shown)
                                       << (comment.text.size() > shown ? "…" : "")
                                       << "\"\nexpected: " << to_string(action) << ' ' << code.value_or("")
                                       << "\n  answer: " << found;
}

}  // namespace detail

}  // namespace moderato::testing

// (filter, text or Given[, code]). Macros, so that a failure names the line of the test; all else is in the function.
#define MODERATO_EXPECT_ANSWER(...)                                                                        \
  switch (0)                                                                                               \
  case 0:                                                                                                  \
  default:                                                                                                 \
    if (const ::testing::AssertionResult as_it_should = ::moderato::testing::detail::answers(__VA_ARGS__)) \
      ;                                                                                                    \
    else                                                                                                   \
      ADD_FAILURE() << as_it_should.message()
#define EXPECT_PASSES(...) MODERATO_EXPECT_ANSWER(::moderato::Action::pass, __VA_ARGS__)
#define EXPECT_HOLDS(...) MODERATO_EXPECT_ANSWER(::moderato::Action::hold, __VA_ARGS__)
#define EXPECT_REJECTS(...) MODERATO_EXPECT_ANSWER(::moderato::Action::reject, __VA_ARGS__)
#define EXPECT_APPROVES(...) MODERATO_EXPECT_ANSWER(::moderato::Action::approve, __VA_ARGS__)
