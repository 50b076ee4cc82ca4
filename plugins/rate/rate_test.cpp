#include <gtest/gtest.h>

#include <limits>
#include <random>
#include <string>
#include <vector>

#include "moderato/testing.hpp"

namespace {

using moderato::Action;
using moderato::Finding;
using moderato::testing::Given;
using moderato::testing::Settings;
using Filter = moderato::testing::Filter;

constexpr std::int64_t start_us = 1'700'000'000'000'000;
constexpr std::int64_t second = 1'000'000;
constexpr std::int64_t hour = 3'600 * second;

// Checks new comments like `given` and has them decided as the filter says, `count` times at most; how many passed.
int passes(Filter& filter, Given given, int count, Action otherwise = Action::hold) {
  for (int i = 0; i < count; ++i) {
    given.id += "+";
    const bool passed = filter.check(given).action == Action::pass;
    filter.remember(given, passed ? Action::approve : otherwise);
    if (!passed) return i;
  }
  return count;
}

TEST(Rate, LetsAnAuthorWriteTenThenOneEachHalfMinute) {
  Filter filter;
  EXPECT_EQ(passes(filter, {}, 20), 10);
  const Finding finding = filter.check({.id = "more"});
  EXPECT_EQ(finding.action, Action::hold);
  EXPECT_EQ(finding.code, "rate.author");
  EXPECT_EQ(finding.message, "You have written 10 comments within a short time; wait about 30 seconds.");
  EXPECT_EQ(passes(filter, {.id = "early", .now = start_us + 29 * second}, 1), 0);
}

TEST(Rate, WhoWaitsAsLongAsTheMessageSaysIsLetIn) {
  Filter filter{{{"author.per", "2m"}}};
  EXPECT_EQ(passes(filter, {}, 20), 10);
  const Given more{.id = "more", .now = start_us + 119 * second};
  EXPECT_EQ(filter.check(more).message, "You have written 10 comments within a short time; wait about 2 minutes.");
  filter.remember(more, Action::hold);
  EXPECT_EQ(filter.check({.id = "soon", .now = more.now + 119 * second}).action, Action::hold);
  Filter patient{{{"author.per", "2m"}}};
  EXPECT_EQ(passes(patient, {}, 20), 10);
  EXPECT_EQ(passes(patient, {.id = "later", .now = start_us + 120 * second}, 5), 1);
}

TEST(Rate, AuthorsAndSitesAreApart) {
  Filter filter;
  EXPECT_EQ(passes(filter, {.author = "ann"}, 20), 10);
  EXPECT_EQ(passes(filter, {.author = "bob"}, 20), 10);
  EXPECT_EQ(passes(filter, {.author = "ann", .site = "other"}, 20), 10);
}

TEST(Rate, SeesCommentsInFlight) {
  Filter filter;
  for (int i = 0; i < 10; ++i) EXPECT_EQ(filter.check({.id = std::to_string(i)}).action, Action::pass);
  EXPECT_EQ(filter.check({.id = "10"}).action, Action::hold);
  // Being decided makes no difference: each counts once.
  for (int i = 0; i < 5; ++i) filter.remember({.id = std::to_string(i)});
  EXPECT_EQ(filter.check({.id = "11"}).action, Action::hold);
  EXPECT_EQ(filter.check({.id = "12", .now = start_us + 29 * second}).action, Action::hold);
}

TEST(Rate, ACommentThatIsNeverDecidedCountsForFiveMinutes) {
  Filter filter{{{"author.per", "1h"}}};
  for (int i = 0; i < 10; ++i) (void)filter.check({.id = std::to_string(i)});
  EXPECT_EQ(filter.check({.id = "a", .now = start_us + 300 * second}).action, Action::hold);
  filter.remember({.id = "a", .now = start_us + 300 * second}, Action::hold);
  EXPECT_EQ(filter.check({.id = "b", .now = start_us + 301 * second}).action, Action::pass);
}

TEST(Rate, TheSameCommentCheckedAgainCountsOnce) {
  Filter filter;
  for (int i = 0; i < 100; ++i) EXPECT_EQ(filter.check({.id = "same"}).action, Action::pass);
  filter.remember({.id = "same"});
  EXPECT_EQ(passes(filter, {}, 20), 9);
}

TEST(Rate, EditsCountAsOneEach) {
  Filter filter;
  for (std::uint32_t revision = 0; revision < 10; ++revision) {
    EXPECT_EQ(filter.check({.revision = revision}).action, Action::pass);
    filter.remember({.revision = revision});
  }
  EXPECT_EQ(filter.check({.revision = 10}).code, "rate.author");
}

TEST(Rate, ReviewsTakeNothing) {
  Filter filter;
  for (int i = 0; i < 50; ++i) filter.remember({.id = std::to_string(i)}, Action::approve, "maria");
  EXPECT_EQ(passes(filter, {}, 20), 10);
}

TEST(Rate, WhatIsJudgedAnewTakesNothing) {
  Filter filter;
  for (int i = 0; i < 50; ++i) {
    const Given given{.id = std::to_string(i), .anew = true};
    EXPECT_EQ(filter.check(given).action, Action::pass);
    filter.remember(given);
  }
  EXPECT_EQ(passes(filter, {}, 20), 10);
}

TEST(Rate, RejectedCommentsCountForTheirAuthorOnly) {
  const Settings settings{{"article.burst", 5}, {"article.per", "10s"}, {"author.burst", 5}};
  Filter filter{settings};
  for (int i = 0; i < 5; ++i) filter.remember({.author = "ann", .id = std::to_string(i)}, Action::reject);
  EXPECT_EQ(filter.check({.author = "ann", .id = "a"}).code, "rate.author");
  filter.remember({.author = "ann", .id = "a"}, Action::reject);
  EXPECT_EQ(passes(filter, {.author = "bob"}, 20), 5);
}

TEST(Rate, LimitsAnAddressWhoeverWrites) {
  Filter filter;
  for (int i = 0; i < 30; ++i) {
    const std::string name = std::to_string(i);
    EXPECT_EQ(passes(filter, {.author = name, .id = name, .ip = i % 2 == 0 ? "192.0.2.1" : "::ffff:192.0.2.1"}, 1), 1);
  }
  const Finding finding = filter.check({.author = "new", .id = "new", .ip = "192.0.2.1"});
  EXPECT_EQ(finding.action, Action::hold);
  EXPECT_EQ(finding.code, "rate.ip");
  EXPECT_EQ(finding.message, "Your network has sent 30 comments within a short time; wait about 10 seconds.");
  EXPECT_EQ(filter.check({.author = "new", .id = "new", .ip = "192.0.2.2"}).action, Action::pass);
  EXPECT_EQ(filter.check({.author = "new", .id = "new", .site = "other", .ip = "192.0.2.1"}).action, Action::pass);
}

TEST(Rate, CountsIPv6ByItsPrefix) {
  Filter filter{{{"ip.burst", 2}, {"ip.prefix", 56}}};
  EXPECT_EQ(passes(filter, {.author = "a", .id = "a", .ip = "2001:db8:0:100::1"}, 1), 1);
  EXPECT_EQ(passes(filter, {.author = "b", .id = "b", .ip = "2001:db8:0:1ff::2"}, 1), 1);
  EXPECT_EQ(filter.check({.author = "c", .id = "c", .ip = "2001:db8:0:101::3"}).code, "rate.ip");
  EXPECT_EQ(filter.check({.author = "c", .id = "c", .ip = "2001:db8:0:200::3"}).action, Action::pass);
}

TEST(Rate, WhatIsAbsentHasNoLimit) {
  Filter filter;
  EXPECT_EQ(passes(filter, {.author = "", .article = ""}, 1'000), 1'000);
  EXPECT_EQ(passes(filter, {.author = "", .ip = "unknown"}, 1'000), 1'000);
  EXPECT_EQ(passes(filter, {.author = "", .ip = std::string(100'000, '\xff')}, 1'000), 1'000);
}

TEST(Rate, LimitsArticlesAndSitesWhenAsked) {
  Filter filter{{{"article.burst", 3}, {"article.per", "1m"}, {"site.burst", 5}, {"site.per", "1s"}}};
  for (int i = 0; i < 3; ++i) EXPECT_EQ(passes(filter, {.author = std::to_string(i), .id = std::to_string(i)}, 1), 1);
  const Finding article = filter.check({.author = "x", .id = "x"});
  EXPECT_EQ(article.code, "rate.article");
  EXPECT_EQ(article.message, "This article has had 3 comments within a short time; wait about 60 seconds.");
  filter.remember({.author = "x", .id = "x"}, Action::hold);
  EXPECT_EQ(passes(filter, {.author = "y", .id = "y", .article = "other"}, 1), 1);
  const Finding site = filter.check({.author = "z", .id = "z", .article = "third"});
  EXPECT_EQ(site.code, "rate.site");
  EXPECT_EQ(site.message, "This site has had 5 comments within a short time; wait about 1 second.");
}

TEST(Rate, SaysHowLongARejectedCommentHasToWait) {
  Filter filter{{{"site.burst", 1}, {"site.per", "10m"}, {"site.action", "reject"}}};
  filter.remember({.author = "a", .id = "a"});
  const Given late{.author = "b", .id = "b", .now = start_us + 400 * second};
  EXPECT_EQ(filter.check(late).action, Action::reject);
  EXPECT_EQ(filter.check(late).message, "This site has had 1 comment within a short time; wait about 4 minutes.");
  filter.remember(late, Action::reject);
  EXPECT_EQ(filter.check({.author = "b", .id = "c", .now = start_us + 600 * second}).action, Action::pass);
}

TEST(Rate, TheStrictestAnswerWins) {
  Filter filter{{{"author.burst", 1}, {"ip.burst", 1}, {"ip.action", "reject"}}};
  filter.remember({.id = "a", .ip = "192.0.2.1"});
  EXPECT_EQ(filter.check({.id = "b", .ip = "192.0.2.1"}).code, "rate.ip");
  EXPECT_EQ(filter.check({.id = "b"}).code, "rate.author");
}

TEST(Rate, ALimitOfNothingIsOff) {
  Filter filter{{{"author.burst", 0}, {"ip.burst", 0}}};
  EXPECT_EQ(passes(filter, {.ip = "192.0.2.1"}, 1'000), 1'000);
  EXPECT_EQ(filter.lookback().time.count(), 0);
}

TEST(Rate, RefusesWhatMakesNoSense) {
  EXPECT_THROW(Filter(Settings{{"author.action", "approve"}}), std::invalid_argument);
  EXPECT_THROW(Filter(Settings{{"author.burst", -1}}), std::invalid_argument);
  EXPECT_THROW(Filter(Settings{{"author.per", "0s"}}), std::invalid_argument);
  EXPECT_THROW(Filter(Settings{{"ip.prefix", 129}}), std::invalid_argument);
}

TEST(Rate, AsksForTheTimeThatTheLargestBucketNeeds) {
  Filter filter;
  EXPECT_EQ(filter.lookback().time, std::chrono::minutes{5});
  EXPECT_GT(filter.lookback().decisions, 0);
  Filter larger{{{"article.burst", 100}, {"article.per", "1m"}}};
  EXPECT_EQ(larger.lookback().time, std::chrono::minutes{100});
}

TEST(Rate, ClocksMayGoAnywhereAndComeBack) {
  Filter filter;
  EXPECT_EQ(passes(filter, {.id = "a", .now = start_us + 100'000 * hour}, 20), 10);
  EXPECT_EQ(passes(filter, {.id = "b"}, 20), 10);
  EXPECT_EQ(passes(filter, {.id = "c", .now = start_us - 100 * hour}, 20), 10);
  EXPECT_EQ(passes(filter, {.id = "d", .now = std::numeric_limits<std::int64_t>::max()}, 20), 10);
  EXPECT_EQ(passes(filter, {.id = "e", .now = std::numeric_limits<std::int64_t>::min()}, 20), 10);
  EXPECT_EQ(passes(filter, {.id = "f", .now = start_us}, 20), 10);
  EXPECT_EQ(passes(filter, {.id = "g", .now = start_us - 30 * second}, 20), 0);
}

TEST(Rate, AFloodOfNamesDoesNotLetAnOldOneOff) {
  Filter filter{{{"remember_at_most", 1'000}}};
  EXPECT_EQ(passes(filter, {}, 20), 10);
  for (int i = 0; i < 1'000'000; ++i)
    filter.remember({.text = "", .author = std::to_string(i), .id = std::to_string(i)}, Action::reject);
  EXPECT_EQ(filter.check({.id = "more"}).code, "rate.author");
}

TEST(Rate, StrangeNamesAreNamesLikeAnyOther) {
  Filter filter;
  for (const std::string& name :
       {std::string(100'000, 'x'), std::string(100'001, 'x'), std::string{"\xff"}, std::string{"\0", 1}})
    EXPECT_EQ(passes(filter, {.author = name}, 20), 10);
}

// A filter that has judged and was told, and one that is only told the same, answer alike; also with little memory.
TEST(Rate, IsTheSameAfterBeingToldAgain) {
  for (const int room : {16, 200'000}) {
    const Settings settings{
        {"remember_at_most", room}, {"author.burst", 3}, {"ip.burst", 5}, {"article.burst", 8}, {"article.per", "5s"}};
    Filter lived{settings};
    Filter told{settings};
    std::mt19937 random{7};
    const auto pick = [&random](int below) { return static_cast<int>(random() % static_cast<unsigned>(below)); };
    struct Event {
      Given given;
      Action action;
      std::string by;
    };
    std::vector<Event> events;
    const auto random_given = [&](int i) {
      return Given{.author = "author" + std::to_string(pick(12)),
                   .id = std::to_string(i),
                   .site = pick(2) == 0 ? "one" : "two",
                   .article = "article" + std::to_string(pick(4)),
                   .ip = "192.0.2." + std::to_string(pick(8)),
                   .now = start_us + i * second - (pick(100) == 0 ? hour : 0),
                   .revision = static_cast<std::uint32_t>(pick(3))};
    };
    for (int i = 0; i < 3'000; ++i) {
      const Given given = random_given(i);
      (void)lived.check(given);
      events.push_back({given, static_cast<Action>(1 + pick(3)), pick(4) == 0 ? "maria" : "chain"});
      lived.remember(given, events.back().action, events.back().by);
      if (events.back().by != "chain") lived.remember(given, Action::hold);
      if (events.back().by != "chain") events.push_back({given, Action::hold, "chain"});
    }
    for (const Event& event : events) told.remember(event.given, event.action, event.by);
    int passed = 0;
    for (int i = 0; i < 200; ++i) {
      Given given = random_given(10'000 + i);
      given.now = start_us + 3'000 * second;
      const Finding a = lived.check(given);
      const Finding b = told.check(given);
      EXPECT_EQ(a.code, b.code);
      EXPECT_EQ(a.message, b.message);
      lived.remember(given, Action::reject);
      told.remember(given, Action::reject);
      if (a.action == Action::pass) ++passed;
    }
    EXPECT_GT(passed, 0);
    EXPECT_LT(passed, 200);
  }
}

}  // namespace
