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

constexpr std::int64_t start = 1'700'000'000'000'000;
constexpr std::int64_t day = 86'400'000'000;

struct NewcomerTest : testing::Test {
  moderato::testing::Filter filter;

  // Decides on new comments of `author`, ids PREFIX1, PREFIX2, ...
  void decided(int count, Action action, const std::string& prefix, const std::string& author = "ann",
               std::int64_t now = start) {
    for (int i = 1; i <= count; ++i)
      filter.remember({.author = author, .id = prefix + std::to_string(i), .now = now}, action);
  }
  Finding next(const std::string& author = "ann", std::int64_t now = start) {
    return filter.check({.author = author, .id = "next", .now = now});
  }
};

TEST_F(NewcomerTest, HoldsTheFirstCommentsAndSaysWhichThisIs) {
  const Finding first = next();
  EXPECT_EQ(first.action, Action::hold);
  EXPECT_EQ(first.code, "newcomer.first");
  EXPECT_EQ(first.message, "Your first comments are read by a moderator before they appear; this is number 1 of 3.");
  decided(1, Action::approve, "a");
  EXPECT_EQ(next().message, "Your first comments are read by a moderator before they appear; this is number 2 of 3.");
}

TEST_F(NewcomerTest, TrustsWhoHasThreeApproved) {
  decided(2, Action::approve, "a");
  EXPECT_EQ(next().action, Action::hold);
  decided(3, Action::approve, "a");
  EXPECT_EQ(next().action, Action::pass);
  EXPECT_EQ(next("bob").action, Action::hold);
}

TEST_F(NewcomerTest, ItsOwnHoldsDontCountEitherWay) {
  decided(20, Action::hold, "h");
  EXPECT_EQ(next().message, "Your first comments are read by a moderator before they appear; this is number 1 of 3.");
  decided(3, Action::approve, "a");
  EXPECT_EQ(next().action, Action::pass);
}

TEST_F(NewcomerTest, AModeratorsApprovalOfAHeldCommentCounts) {
  decided(3, Action::hold, "c");
  for (int i = 1; i <= 3; ++i)
    filter.remember({.author = "ann", .id = "c" + std::to_string(i)}, Action::approve, "maria");
  EXPECT_EQ(next().action, Action::pass);
}

TEST_F(NewcomerTest, AModeratorsApprovalTakesTheRejectionAway) {
  decided(3, Action::approve, "a");
  decided(3, Action::reject, "r");
  EXPECT_EQ(next().code, "newcomer.history");
  filter.remember({.author = "ann", .id = "r1"}, Action::approve, "maria");
  EXPECT_EQ(next().action, Action::pass);  // 2 of 6
}

TEST_F(NewcomerTest, AWithdrawnCommentIsNoLongerApproved) {
  decided(3, Action::approve, "a");
  filter.remember({.author = "ann", .id = "a2"}, Action::reject, "maria");
  EXPECT_EQ(next().message, "Your first comments are read by a moderator before they appear; this is number 3 of 3.");
}

TEST_F(NewcomerTest, EditsDontMakeACommentCountTwice) {
  for (std::uint32_t revision = 0; revision < 5; ++revision)
    filter.remember({.author = "ann", .id = "a", .revision = revision}, Action::approve);
  EXPECT_EQ(next().message, "Your first comments are read by a moderator before they appear; this is number 2 of 3.");
  filter.remember({.author = "ann", .id = "a", .revision = 5}, Action::reject);
  EXPECT_EQ(next().message, "Your first comments are read by a moderator before they appear; this is number 1 of 3.");
}

TEST_F(NewcomerTest, AnEditKeepsItsNumber) {
  decided(1, Action::approve, "a");
  EXPECT_EQ(filter.check({.author = "ann", .id = "a1", .revision = 1}).message,
            "Your first comments are read by a moderator before they appear; this is number 1 of 3.");
  decided(3, Action::approve, "a");
  EXPECT_EQ(filter.check({.author = "ann", .id = "a1", .revision = 1}).action, Action::pass);
}

TEST_F(NewcomerTest, HoldsWhoWasOftenTurnedAwayOfLate) {
  decided(3, Action::approve, "a");
  decided(2, Action::reject, "r");
  EXPECT_EQ(next().action, Action::pass);  // 2 of 5
  decided(3, Action::reject, "r");
  const Finding finding = next();  // 3 of 6
  EXPECT_EQ(finding.action, Action::hold);
  EXPECT_EQ(finding.code, "newcomer.history");
  EXPECT_EQ(finding.message, "Several of your recent comments were turned away; a moderator reads this one first.");
}

TEST(Newcomer, SaysNothingOfAHistoryThatIsTooShort) {
  moderato::testing::Filter filter{{{"approved", 0}}};
  for (int i = 0; i < 4; ++i) filter.remember({.id = std::to_string(i)}, Action::reject);
  EXPECT_EQ(filter.check({.id = "next"}).action, Action::pass);
  filter.remember({.id = "4"}, Action::reject);
  EXPECT_EQ(filter.check({.id = "next"}).code, "newcomer.history");
}

TEST_F(NewcomerTest, RejectionsAreForgivenAfterTheWindowAndApprovalsLater) {
  decided(3, Action::approve, "a");
  decided(10, Action::reject, "r");
  EXPECT_EQ(next("ann", start + 90 * day).code, "newcomer.history");
  EXPECT_EQ(next("ann", start + 90 * day + 1'000'000).action, Action::pass);
  EXPECT_EQ(next("ann", start + 365 * day).action, Action::pass);
  EXPECT_EQ(next("ann", start + 366 * day).code, "newcomer.first");
}

TEST_F(NewcomerTest, ClocksMayGoAnywhereAndComeBack) {
  decided(3, Action::approve, "a");
  decided(10, Action::reject, "r");
  EXPECT_EQ(next("ann", start - 1'000 * day).code, "newcomer.history");
  EXPECT_EQ(next("ann", std::numeric_limits<std::int64_t>::max()).code, "newcomer.first");
  EXPECT_EQ(next("ann", std::numeric_limits<std::int64_t>::min()).code, "newcomer.history");
  decided(1, Action::approve, "far", "ann", std::numeric_limits<std::int64_t>::max());
  decided(1, Action::approve, "ago", "ann", std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(next("ann", start).code, "newcomer.history");
  decided(10, Action::approve, "good", "ann", start - day);
  EXPECT_EQ(next("ann", start).action, Action::pass);
}

TEST_F(NewcomerTest, SitesAreApart) {
  decided(3, Action::approve, "a");
  EXPECT_EQ(filter.check({.author = "ann", .id = "next", .site = "other"}).code, "newcomer.first");
  filter.remember({.author = "ann", .id = "a1", .site = "other"}, Action::reject);
  EXPECT_EQ(next().action, Action::pass);
}

TEST_F(NewcomerTest, AuthorsWithoutAnIdStayNewcomers) {
  decided(10, Action::approve, "a", "");
  const Finding finding = next("");
  EXPECT_EQ(finding.action, Action::hold);
  EXPECT_EQ(finding.code, "newcomer.first");
  EXPECT_EQ(finding.message, "Comments without an account are read by a moderator before they appear.");
}

TEST_F(NewcomerTest, ForgetsErasedComments) {
  decided(3, Action::approve, "a");
  filter.forget({{.author = "ann", .id = "a1"}, {.author = "ann", .id = "unknown"}, {.author = "", .id = ""}});
  EXPECT_EQ(next().message, "Your first comments are read by a moderator before they appear; this is number 3 of 3.");
}

TEST_F(NewcomerTest, StrangeNamesAreNamesLikeAnyOther) {
  const std::vector<std::string> names{std::string(100'000, 'x'), std::string(100'001, 'x'), "\xff\xfe",
                                       std::string{"\0a", 2},     std::string{"\0", 1},      "\u202eann"};
  for (const std::string& name : names) {
    EXPECT_EQ(next(name).action, Action::hold);
    decided(3, Action::approve, "a", name);
    EXPECT_EQ(next(name).action, Action::pass);
  }
}

TEST(Newcomer, TakesItsSettings) {
  moderato::testing::Filter one{{{"approved", 1}}};
  EXPECT_EQ(one.check({}).message, "Your first comment is read by a moderator before it appears.");
  moderato::testing::Filter strict{{{"action", "reject"}, {"approved", 2}}};
  EXPECT_EQ(strict.check({}).action, Action::reject);
  EXPECT_EQ(strict.check({}).message, "You can't write here yet: that takes 2 comments approved before.");
  moderato::testing::Filter noting{{{"action", "pass"}}};
  EXPECT_EQ(noting.check({}).action, Action::pass);
  EXPECT_EQ(noting.check({}).code, "newcomer.first");
  EXPECT_EQ(noting.check({}).message, "This is number 1 of your first 3 comments.");
  moderato::testing::Filter none{{{"approved", 0}}};
  EXPECT_EQ(none.check({}).action, Action::pass);
  EXPECT_EQ(none.check({.author = ""}).action, Action::pass);
  EXPECT_THROW(moderato::testing::Filter(Settings{{"action", "approve"}}), std::invalid_argument);
  EXPECT_THROW(moderato::testing::Filter(Settings{{"approved", 51}}), std::invalid_argument);
  EXPECT_THROW(moderato::testing::Filter(Settings{{"reject_share", 0.0}}), std::invalid_argument);
}

TEST(Newcomer, AsksForAsLongAsApprovalsCount) {
  moderato::testing::Filter filter;
  EXPECT_EQ(filter.lookback().time, std::chrono::hours{365 * 24});
  EXPECT_EQ(filter.lookback().decisions, 600'000);
  moderato::testing::Filter longer{{{"trusted_for", "10d"}, {"window", "20d"}, {"remember_at_most", 100}}};
  EXPECT_EQ(longer.lookback().time, std::chrono::hours{20 * 24});
}

// A filter that has judged and was told, and one that is only told the same, answer alike; also with little memory.
TEST(Newcomer, IsTheSameAfterBeingToldAgain) {
  for (const int room : {64, 300'000}) {
    const Settings settings{{"remember_at_most", room}};
    moderato::testing::Filter lived{settings};
    moderato::testing::Filter told{settings};
    std::mt19937 random{7};
    const auto pick = [&random](int below) { return static_cast<int>(random() % static_cast<unsigned>(below)); };
    struct Event {
      Given given;
      Action action;
      std::string by;
    };
    std::vector<Event> events;
    for (int i = 0; i < 5'000; ++i) {
      const int id = pick(600);
      Given given{.author = "author" + std::to_string(id % 40),
                  .id = std::to_string(id),
                  .site = id % 3 == 0 ? "one" : "two",
                  .now = start + i * day / 50 - (pick(50) == 0 ? 100 * day : 0),
                  .revision = static_cast<std::uint32_t>(pick(3))};
      (void)lived.check(given);
      events.push_back({given, static_cast<Action>(1 + pick(3)), pick(4) == 0 ? "maria" : "chain"});
      lived.remember(events.back().given, events.back().action, events.back().by);
      if (pick(3) == 0) (void)lived.check({.author = given.author, .id = "trial", .site = given.site});
    }
    for (const Event& event : events) told.remember(event.given, event.action, event.by);
    int passed = 0;
    for (int author = 0; author < 40; ++author) {
      for (const char* site : {"one", "two"}) {
        const Given given{
            .author = "author" + std::to_string(author), .id = "next", .site = site, .now = start + 101 * day};
        const Finding a = lived.check(given);
        const Finding b = told.check(given);
        EXPECT_EQ(a.code, b.code);
        EXPECT_EQ(a.message, b.message);
        if (a.action == Action::pass) ++passed;
      }
    }
    EXPECT_GT(passed, 0);
    EXPECT_LT(passed, 80);
  }
}

}  // namespace
