#include "comment/timestamp.hpp"

#include <gtest/gtest.h>

namespace moderato {
namespace {

std::string read(std::string_view text) {
  const auto time = parse_rfc3339(text);
  std::string out = time ? "" : "none";
  if (time) append_rfc3339(out, *time);
  return out;
}

TEST(Rfc3339, ReadsWhatTheStandardShows) {  // RFC 3339, section 5.8
  EXPECT_EQ(read("1985-04-12T23:20:50.52Z"), "1985-04-12T23:20:50.520000Z");
  EXPECT_EQ(read("1996-12-19T16:39:57-08:00"), "1996-12-20T00:39:57.000000Z");
  EXPECT_EQ(read("1990-12-31T23:59:60Z"), "1991-01-01T00:00:00.000000Z");
}

TEST(Rfc3339, ReadsVariants) {
  EXPECT_EQ(read("2024-02-29t00:00:00z"), "2024-02-29T00:00:00.000000Z");
  EXPECT_EQ(read("2026-11-23 08:15:00.123456789+00:30"), "2026-11-23T07:45:00.123456Z");
}

TEST(Rfc3339, RefusesTheRest) {
  for (const std::string_view text :
       {"", "2026", "2026-11-23", "2026-11-23T08:15:00", "2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z",
        "2026-11-23T24:00:00Z", "2026-11-23T08:60:00Z", "2026-11-23T08:15:61Z", "2026-11-23T08:15:00.Z",
        "2026-11-23T08:15:00+1:00", "2026-11-23T08:15:00Zx", "1969-12-31T23:59:59Z", "1970-01-01T00:00:00+01:00",
        "20a6-11-23T08:15:00Z", "-026-11-23T08:15:00Z"})
    EXPECT_EQ(read(text), "none") << text;
}

}  // namespace
}  // namespace moderato
