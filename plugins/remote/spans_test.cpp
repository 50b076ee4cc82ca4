#include "spans.hpp"

#include <gtest/gtest.h>

#include <random>

namespace moderato::remote {
namespace {

// "aé€😀b": 1, 2, 3, 4 and 1 bytes; in UTF-16 one unit each, but two for the emoji.
constexpr std::string_view text = "a\u00e9\u20ac\U0001f600b";

std::vector<Span> converted(std::vector<Span> spans, SpanUnit unit) {
  const auto wrong = to_bytes(spans, text, unit);
  EXPECT_EQ(wrong, std::nullopt);
  return spans;
}
std::string refused(std::vector<Span> spans, SpanUnit unit) {
  return to_bytes(spans, text, unit).value_or("nothing");
}

TEST(Spans, AreCountedAsTheProgramCounts) {
  const std::vector<Span> bytes{{0, 1}, {1, 3}, {3, 6}, {6, 10}, {10, 11}, {0, 11}};
  EXPECT_EQ(converted(bytes, SpanUnit::bytes), bytes);
  EXPECT_EQ(converted({{0, 1}, {1, 2}, {2, 3}, {3, 4}, {4, 5}, {0, 5}}, SpanUnit::code_points), bytes);
  EXPECT_EQ(converted({{0, 1}, {1, 2}, {2, 3}, {3, 5}, {5, 6}, {0, 6}}, SpanUnit::utf16), bytes);
}

TEST(Spans, KeepTheirOrderAndMayOverlap) {
  const std::vector<Span> found = converted({{4, 5}, {0, 4}, {1, 3}, {0, 4}}, SpanUnit::code_points);
  EXPECT_EQ(found, (std::vector<Span>{{10, 11}, {0, 10}, {1, 6}, {0, 10}}));
}

TEST(Spans, OutsideTheTextOrInsideACharacterAreNamed) {
  EXPECT_EQ(refused({{0, 1}, {0, 12}}, SpanUnit::bytes), "the span [0, 12] ends outside the text");
  EXPECT_EQ(refused({{0, 6}}, SpanUnit::code_points), "the span [0, 6] ends outside the text");
  EXPECT_EQ(refused({{7, 8}}, SpanUnit::utf16), "the span [7, 8] ends outside the text");
  EXPECT_EQ(refused({{0, 2}}, SpanUnit::bytes), "the span [0, 2] begins or ends inside a character");
  EXPECT_EQ(refused({{7, 10}}, SpanUnit::bytes), "the span [7, 10] begins or ends inside a character");
  EXPECT_EQ(refused({{0, 4}}, SpanUnit::utf16), "the span [0, 4] begins or ends inside a character");
  for (const SpanUnit unit : {SpanUnit::bytes, SpanUnit::utf16, SpanUnit::code_points}) {
    EXPECT_EQ(refused({{1, 1}}, unit), "the span [1, 1] does not end after it begins");
    EXPECT_EQ(refused({{3, 1}}, unit), "the span [3, 1] does not end after it begins");
    EXPECT_EQ(refused({{0, 4'294'967'295}}, unit), "the span [0, 4294967295] ends outside the text");
  }
}

TEST(Spans, OfBytesThatAreNoTextStayInside) {
  std::mt19937 random{7};  // NOLINT: the same each time
  for (int i = 0; i < 2'000; ++i) {
    std::string bytes(random() % 12, '\0');
    for (char& c : bytes) c = static_cast<char>(random());
    const auto place = [&] { return static_cast<std::uint32_t>(random() % 14); };
    std::vector<Span> spans{{place(), place()}, {place(), place()}};
    const auto unit = static_cast<SpanUnit>(random() % 3);
    if (to_bytes(spans, bytes, unit)) continue;
    for (const Span& span : spans) {
      EXPECT_LT(span.begin, span.end);
      EXPECT_LE(span.end, bytes.size());
    }
  }
}

}  // namespace
}  // namespace moderato::remote
