// What `moderato top` draws of two answers to `stats`.
#include "cli/top/frame.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "metrics/histogram.hpp"

namespace moderato::cli {
namespace {

namespace json = boost::json;
using testing::Each;
using testing::HasSubstr;
using testing::Not;

json::object times(std::initializer_list<std::int64_t> microseconds) {
  Histogram histogram;
  for (const std::int64_t each : microseconds) histogram.add(std::chrono::microseconds{each});
  return {{"buckets", json::value_from(histogram.snapshot().buckets)}};
}

TopSample sample(double at, std::int64_t received, std::int64_t errors, std::initializer_list<std::int64_t> took) {
  json::object filter{{"name", "civility"}, {"checked", received}, {"held", received / 2}, {"errors", errors}};
  for (auto& [key, value] : times(took)) filter.emplace(key, value);
  const json::object stats{
      {"version", "1.2.3"},   {"uptime_s", static_cast<std::int64_t>(at)}, {"received", received},
      {"max_in_flight", 100}, {"stages", {{"whole", times(took)}}},        {"filters", json::array{filter}}};
  return {json::parse(json::serialize(stats)).as_object(), at};  // as it comes from the daemon
}

std::string text(const std::vector<TopLine>& lines) {
  std::string all;
  for (const TopLine& line : lines) all += line.text + "\n";
  return all;
}

std::string line_of(const std::vector<TopLine>& lines, std::string_view begins) {
  for (const TopLine& line : lines)
    if (line.text.starts_with(begins)) return line.text;
  return "";
}

TEST(TopFrame, TellsWhatHappenedBetween) {
  const auto lines = top_frame(sample(12, 3'000, 0, {10, 10, 2'000'000}), sample(10, 1'000, 0, {10, 10}), 120);
  EXPECT_THAT(line_of(lines, "a second"), HasSubstr(" 1,000 "));
  EXPECT_THAT(line_of(lines, "in all"), HasSubstr(" 3,000 "));
  // Only the one that came last counts.
  EXPECT_THAT(line_of(lines, "p50"), HasSubstr(" 1.8 s"));
  EXPECT_THAT(line_of(lines, "civility"), HasSubstr(" 50.0%"));
}

TEST(TopFrame, TellsAllSinceTheStartAtFirst) {
  const auto lines = top_frame(sample(10, 1'000, 0, {10, 10}), std::nullopt, 120);
  EXPECT_THAT(line_of(lines, "a second"), HasSubstr(" 100 "));
  EXPECT_THAT(line_of(lines, "p50"), HasSubstr(" 8 us"));
}

TEST(TopFrame, NoticesAnotherDaemon) {
  const auto lines = top_frame(sample(1, 50, 0, {}), sample(500, 1'000'000, 7, {10}), 120);
  EXPECT_THAT(line_of(lines, "a second"), HasSubstr(" 50 "));
}

TEST(TopFrame, ShowsAFilterThatFailsInRed) {
  const auto lines = top_frame(sample(2, 20, 3, {}), sample(1, 10, 1, {}), 120);
  const auto failing = std::ranges::find(lines, Colour::red, &TopLine::colour);
  ASSERT_NE(failing, lines.end());
  EXPECT_THAT(failing->text, testing::StartsWith("civility"));
  for (const TopLine& line : top_frame(sample(2, 20, 3, {}), sample(1, 10, 3, {}), 120))
    EXPECT_NE(line.colour, Colour::red) << line.text;
}

TEST(TopFrame, IsCutToTheWidth) {
  for (const std::size_t width : {1, 10, 40})
    for (const TopLine& line : top_frame(sample(2, 20, 3, {1}), std::nullopt, width))
      EXPECT_LE(std::ranges::count_if(line.text, [](char c) { return (c & 0xC0) != 0x80; }), std::ptrdiff_t(width));
}

// Of another version, or no daemon at all.
TEST(TopFrame, TakesAnyAnswer) {
  for (const std::string_view answer :
       {R"({})", R"({"filters": 7, "decided": [], "stages": "x", "waiting": null, "uptime_s": -5})",
        R"({"filters": [1, {}, {"name": "\u001b[2J", "buckets": [1, 2], "checked": 9e99}]})",
        R"({"stages": {"whole": {"buckets": ["a", -1, 1e300]}}, "received": -9223372036854775808})"}) {
    const TopSample odd{json::parse({answer.data(), answer.size()}).as_object(), 1};
    const std::string drawn = text(top_frame(odd, odd, 120)) + text(top_frame(odd, std::nullopt, 120));
    EXPECT_THAT(drawn, Not(HasSubstr("\x1b"))) << answer;
  }
}

}  // namespace
}  // namespace moderato::cli
