// Figures, as clients read them.
#include "akismet/figures.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace moderato::gateway::akismet {
namespace {

using namespace std::chrono_literals;
namespace json = boost::json;
using std::chrono::sys_days;

const std::vector<DayCounts> days{{sys_days{2026y / 10 / 31}, "a", {.spam = 6, .ham = 2}},
                                  {sys_days{2026y / 11 / 1}, "b", {.ham = 10, .missed_spam = 1}},
                                  {sys_days{2026y / 11 / 2}, "a", {.ham = 2, .false_positives = 1}}};

TEST(Stats, AreSummedUp) {
  const json::object months = stats(days, false);
  EXPECT_EQ(months.at("spam"), 6);
  EXPECT_EQ(months.at("ham"), 14);
  EXPECT_EQ(months.at("missed_spam"), 1);
  EXPECT_EQ(months.at("false_positives"), 1);
  EXPECT_EQ(months.at("accuracy"), 90.0);
  const json::object& breakdown = months.at("breakdown").as_object();
  EXPECT_EQ(breakdown.size(), 2U);
  EXPECT_EQ(breakdown.at("2026-11").at("ham"), 12);
  EXPECT_EQ(stats(days, true).at("breakdown").at("2026-11-01").at("ham"), 10);
  EXPECT_EQ(stats({}, false).at("accuracy"), 100.0);
  EXPECT_EQ(stats(std::span{days}.first(1), false).at("accuracy"), 100.0);
  const std::vector<DayCounts> third{{sys_days{}, "a", {.spam = 1, .ham = 2, .missed_spam = 1}}};
  EXPECT_EQ(stats(third, false).at("accuracy"), 66.67);
}

TEST(Stats, AreOfTheTimeAskedFor) {
  const sys_days end_of_march{2026y / 3 / 31};
  EXPECT_EQ(stats_span("60-days", end_of_march).first, sys_days{2026y / 1 / 31});
  EXPECT_TRUE(stats_span("60-days", end_of_march).by_day);
  EXPECT_EQ(stats_span("6-months", end_of_march).first, (sys_days{2025y / 10 / 1}));
  EXPECT_EQ(stats_span("all", end_of_march).first, sys_days{});
  EXPECT_EQ(stats_span("", end_of_march).first, sys_days{});
}

TEST(AMonth, IsRead) {
  EXPECT_EQ(read_month("2026-11"), 2026y / 11);
  for (const std::string_view none : {"", "2026-13", "2026-00", "26-11", "2026-1", "2026/11", "x026-11", "1969-11"})
    EXPECT_FALSE(read_month(none)) << none;
}

TEST(KeySites, AreSortedFilteredAndPaged) {
  SitesQuestion question{.month = 2026y / 11};
  const json::array all = key_sites(days, question).at("2026-11").as_array();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].at("site"), "a");
  question.order = "missed_spam";
  EXPECT_EQ(key_sites(days, question).at("2026-11").at(0).at("site"), "b");
  question.limit = 1;
  question.offset = 1;
  const json::object second = key_sites(days, question);
  EXPECT_EQ(second.at("2026-11").at(0).at("site"), "a");
  EXPECT_EQ(second.at("total"), 2U);
  question.offset = 1'000;
  EXPECT_TRUE(key_sites(days, question).at("2026-11").as_array().empty());
  EXPECT_EQ(key_sites_csv(days, {.month = 2026y / 11, .filter = "b"}),
            "Active sites during 2026-11 (limit:500, offset: 0, total: 1)\n"
            "Site,Total API Calls,Spam,Ham,Missed Spam,False Positives,Is Revoked\nb,10,0,10,1,0,false\n");
}

}  // namespace
}  // namespace moderato::gateway::akismet
