#include "comment/utf16.hpp"

#include <gtest/gtest.h>

namespace moderato {
namespace {

TEST(Utf16, CountsAsBrowsersDo) {
  EXPECT_EQ(utf16_length(""), 0U);
  EXPECT_EQ(utf16_length("plain"), 5U);
  EXPECT_EQ(utf16_length("né"), 2U);
  EXPECT_EQ(utf16_length("漢字"), 2U);
  EXPECT_EQ(utf16_length("👍🏽"), 4U);  // two of two each
}

TEST(Utf16, FindsBytes) {
  const std::string_view text = "é👍 bad";
  EXPECT_EQ(utf16_offset(text, 0), 0U);
  EXPECT_EQ(utf16_offset(text, 2), 1U);
  EXPECT_EQ(utf16_offset(text, 6), 3U);
  EXPECT_EQ(utf16_offset(text, 7), 4U);
  EXPECT_EQ(utf16_offset(text, 1'000), 7U);
}

}  // namespace
}  // namespace moderato
