#include "known.hpp"

#include <gtest/gtest.h>

namespace moderato::language {
namespace {

TEST(KnownLanguages, AreFoundByTheirCode) {
  EXPECT_GE(all_known().size(), 75U);
  for (const Known& each : all_known()) {
    EXPECT_EQ(find_known(each.code), &each);
    EXPECT_EQ(primary_code(each.code), each.code) << "an alias leads away from it";
  }
  EXPECT_EQ(find_known("xx"), nullptr);
  EXPECT_EQ(find_known(""), nullptr);
}

TEST(KnownLanguages, AreMeantByTagsOfManyForms) {
  EXPECT_EQ(primary_code("en-GB"), "en");
  EXPECT_EQ(primary_code("FR_ca"), "fr");
  EXPECT_EQ(primary_code("zh-Hant-TW"), "zh");
  EXPECT_EQ(primary_code("deu"), "de");
  EXPECT_EQ(primary_code("nb"), "no");
  EXPECT_EQ(primary_code("iw"), "he");
  EXPECT_EQ(primary_code("fil"), "tl");
  for (const char* tag : {"", "e", "english", "e1", "-", "éé", "x-klingon"}) EXPECT_EQ(primary_code(tag), "") << tag;
}

TEST(KnownLanguages, LookAlikeBothWays) {
  for (const Known& each : all_known())
    for (const std::string_view alike : look_alikes(each.code))
      if (find_known(alike) != nullptr) {
        const auto back = look_alikes(alike);
        // Hindi and Nepali are taken for Macedonian's kin by nobody; all pairs but one go both ways.
        EXPECT_TRUE(std::find(back.begin(), back.end(), each.code) != back.end() ||
                    (each.code == "bg" && alike == "sr"))
            << each.code << ' ' << alike;
      }
}

TEST(KnownLanguages, AreOfferedWhereAWordIsNone) {
  EXPECT_EQ(why_unknown("english"), "\"english\" is written \"en\"");
  EXPECT_EQ(why_unknown("Scottish Gaelic"), "\"Scottish Gaelic\" is written \"gd\"");
  EXPECT_TRUE(
      why_unknown("tt").starts_with("\"tt\" is Tatar, which this filter can't tell from other languages; it can"));
  EXPECT_TRUE(why_unknown("xx").starts_with("\"xx\" is no code of a language; it can tell af, ar, "));
  EXPECT_TRUE(why_unknown("").ends_with(", vi, yi, zh"));
  EXPECT_LT(why_unknown(std::string(10'000, 'x')).size(), 1000U);
}

}  // namespace
}  // namespace moderato::language
