// Decisions by site, with a bound on how many sites are told apart.
#include "daemon/monitor/site_counts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

namespace moderato {
namespace {

std::uint64_t decided(const SiteCounts& counts, std::string_view site) {
  std::uint64_t sum = 0;
  for (const auto& row : counts.rows())
    if (row.site == site)
      for (const std::uint64_t each : row.decided) sum += each;
  return sum;
}

TEST(SiteCounts, CountEachSiteByTopic) {
  SiteCounts counts;
  EXPECT_TRUE(counts.rows().empty());
  counts.count("a", Topic::approved);
  counts.count("b", Topic::rejected);
  counts.count("a", Topic::withdrawn);
  counts.count("a", Topic::approved);
  const auto rows = counts.rows();
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].site, "a");
  EXPECT_THAT(rows[0].decided, ::testing::ElementsAre(2, 0, 0, 1, 0));
  EXPECT_EQ(rows[1].site, "b");
  EXPECT_THAT(rows[1].decided, ::testing::ElementsAre(0, 0, 1, 0, 0));
}

TEST(SiteCounts, AreBoundedAndLoseNothing) {
  SiteCounts counts;
  for (int i = 0; i < 10'000; ++i) counts.count("site" + std::to_string(i), Topic::held);
  counts.count(SiteCounts::rest, Topic::held);
  EXPECT_EQ(counts.rows().size(), SiteCounts::most_sites + 1);
  EXPECT_EQ(decided(counts, "site99"), 1U);
  EXPECT_EQ(decided(counts, SiteCounts::rest), 10'000 - SiteCounts::most_sites + 1);
}

TEST(SiteCounts, KeepAPlaceForThoseReserved) {
  SiteCounts counts;
  const std::vector<std::string> own{"news", "sport", "news"};
  counts.reserve(own);
  for (int i = 0; i < 1'000; ++i) counts.count("junk" + std::to_string(i), Topic::held);
  counts.count("sport", Topic::approved);
  EXPECT_EQ(decided(counts, "sport"), 1U);
  EXPECT_EQ(decided(counts, "news"), 0U);
}

TEST(SiteCounts, AreReadWhileTheyAreWritten) {
  SiteCounts counts;
  std::thread writer{[&] {
    for (int i = 0; i < 20'000; ++i) counts.count("site" + std::to_string(i % 200), Topic::approved);
  }};
  std::uint64_t before = 0;
  while (before < 20'000) {
    std::uint64_t now = 0;
    for (const auto& row : counts.rows()) {
      EXPECT_FALSE(row.site.empty());
      now += row.decided[0];
    }
    EXPECT_GE(now, before);
    before = now;
  }
  writer.join();
}

}  // namespace
}  // namespace moderato
