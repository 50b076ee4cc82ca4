// Nearest names and time spans.
#include "config/duration.hpp"
#include "given.hpp"

namespace moderato::config_test {
namespace {

TEST(NearestName, FindsSlips) {
  const std::vector<std::string> known{"filters",        "stop_on_reject", "level", "bind",
                                       "max_text_bytes", "TOXICITY",       "id"};
  EXPECT_EQ(nearest_name("filtes", known), "filters");    // left out
  EXPECT_EQ(nearest_name("fillters", known), "filters");  // put in
  EXPECT_EQ(nearest_name("fikters", known), "filters");   // replaced
  EXPECT_EQ(nearest_name("filtesr", known), "filters");   // swapped
  EXPECT_EQ(nearest_name("stop-on-reject", known), "stop_on_reject");
  EXPECT_EQ(nearest_name("toxicity", known), "TOXICITY");
  EXPECT_EQ(nearest_name("maxtextbytes", known), "max_text_bytes");
  EXPECT_EQ(nearest_name("bidn", known), "bind");
}

TEST(NearestName, IsSilentWhenNothingIsNear) {
  const std::vector<std::string> known{"filters", "level", "bind"};
  EXPECT_EQ(nearest_name("colour", known), "");
  EXPECT_EQ(nearest_name("band5", known), "");  // two edits in a word of four
  EXPECT_EQ(nearest_name("y", {"x", "ab"}), "");
  EXPECT_EQ(nearest_name("X", {"x", "ab"}), "x");
  EXPECT_EQ(nearest_name("", known), "");
  EXPECT_EQ(nearest_name("x", {}), "");
  EXPECT_EQ(nearest_name(std::string(1'000'000, 'f'), known), "");
}

TEST(NearestName, PrefersTheNearestThenTheFirst) {
  EXPECT_EQ(nearest_name("leve", {"lever", "level"}), "lever");
  EXPECT_EQ(nearest_name("levels", {"leverss", "level"}), "level");
}

TEST(Duration, IsReadInEachUnit) {
  EXPECT_EQ(parse_duration("250ms"), 250'000);
  EXPECT_EQ(parse_duration("90s"), 90'000'000);
  EXPECT_EQ(parse_duration("5m"), 300'000'000);
  EXPECT_EQ(parse_duration("12h"), 43'200'000'000);
  EXPECT_EQ(parse_duration("30d"), 2'592'000'000'000);
  EXPECT_EQ(parse_duration("0s"), 0);
}

TEST(Duration, RefusesAllElse) {
  for (const std::string_view text : {"", "5", "s", "-5s", "+5s", " 5s", "5 s", "5s ", "1.5h", "5S", "5min", "1h30m",
                                      "0x5s", "9223372036854775807s", "99999999999999999999s", "106751992d"})
    EXPECT_EQ(parse_duration(text), std::nullopt) << text;
  EXPECT_TRUE(parse_duration("106751991d"));
}

TEST(Duration, IsWrittenInTheLargestWholeUnit) {
  EXPECT_EQ(duration_text(0), "0s");
  EXPECT_EQ(duration_text(90'000'000), "90s");
  EXPECT_EQ(duration_text(120'000'000), "2m");
  EXPECT_EQ(duration_text(86'400'000'000), "1d");
  EXPECT_EQ(duration_text(1'500'000), "1500ms");
  EXPECT_EQ(duration_text(7), "7us");
}

}  // namespace
}  // namespace moderato::config_test
