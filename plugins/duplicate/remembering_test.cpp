// What the filter remembers, for how long, and what it is told again.
#include <gtest/gtest.h>

#include <atomic>
#include <barrier>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "test_comments.hpp"

namespace moderato::duplicate {
namespace {

using testing::Given;

constexpr std::int64_t day = 86'400'000'000;  // microseconds

TEST(DuplicateMemory, NeitherAResubmissionNorAnEditIsItsOwnDuplicate) {
  testing::Filter filter;
  Given given = by("ann", "1", original);
  EXPECT_EQ(filter.check(given).action, Action::pass);
  EXPECT_EQ(filter.check(given).action, Action::pass);
  given.text += " Edit: it was five thousand.";
  given.revision = 1;
  EXPECT_EQ(filter.check(given).action, Action::pass);
  EXPECT_EQ(filter.check(by("bob", "2", given.text)).code, "duplicate.exact");
}

TEST(DuplicateMemory, AnEditTakesTheOldTextOut) {
  for (const bool told_again : {false, true}) {
    testing::Filter filter;
    const auto came = [&](const Given& given) { told_again ? filter.remember(given) : (void)filter.check(given); };
    Given given = by("ann", "1", original + unlike(1));
    came(given);
    given.text = original + unlike(2);
    given.revision = 1;
    came(given);
    EXPECT_EQ(filter.check(by("bob", "2", unlike(1))).action, Action::pass) << told_again;
    EXPECT_EQ(filter.check(by("bob", "3", unlike(2))).code, "duplicate.near") << told_again;
  }
}

TEST(DuplicateMemory, CopiesOfCopiesAreFoundByTheOriginal) {
  testing::Filter filter;
  filter.check(by("ann", "first", original));
  for (int i = 0; i < 20; ++i) {
    const Given copy = by("author" + std::to_string(i), "copy" + std::to_string(i), original + std::to_string(i));
    const Finding found = filter.check(copy);
    EXPECT_EQ(found.code, i < 2 ? "duplicate.near" : "duplicate.campaign");
    EXPECT_NE(found.message.find("comment first"), std::string::npos) << found.message;
    filter.remember(copy, found.action);
  }
}

TEST(DuplicateMemory, WarnsWhenAFloodPushesOutWhatIsStillWanted) {
  testing::Filter filter{{{"window_count", 100}}};
  for (int i = 0; i < 1'000; ++i) filter.check(by("bob", std::to_string(i), unlike(i)));
  EXPECT_TRUE(filter.log().empty());
  for (int i = 1'000; i < 1'200; ++i) filter.check(by("bob", std::to_string(i), unlike(i)));
  ASSERT_EQ(filter.log().size(), 1U);
  EXPECT_NE(filter.log()[0].find("window_count"), std::string::npos);
}

TEST(DuplicateMemory, ARejectedOriginalStillCounts) {
  testing::Filter filter;
  const Given first = by("ann", "1", original);
  filter.check(first);
  filter.remember(first, Action::reject);
  EXPECT_EQ(filter.check(by("bob", "2", original)).code, "duplicate.exact");
}

TEST(DuplicateMemory, ForgetsWhatIsOlderThanItsWindow) {
  for (const auto& [later, code] : {std::pair{6 * day, "duplicate.exact"}, std::pair{8 * day, ""}}) {
    testing::Filter filter{{{"window", "7d"}}};
    filter.check(by("ann", "1", original));
    Given second = by("bob", "2", original);
    second.now += later;
    EXPECT_EQ(filter.check(second).code, code);
  }
}

TEST(DuplicateMemory, ACampaignThatGoesOnStaysKnown) {
  testing::Filter filter{{{"window", "7d"}}};
  Given given = by("ann", "first", original);
  filter.check(given);
  for (int i = 0; i < 20; ++i) {
    given.author = given.id = std::to_string(i);
    given.now += 5 * day;
    const Finding found = filter.check(given);
    EXPECT_EQ(found.code, i < 2 ? "duplicate.exact" : "duplicate.campaign");
    EXPECT_NE(found.message.find("comment first"), std::string::npos) << found.message;
  }
}

// A copy that quotes renews nothing: what it quotes would be remembered as somebody's own words.
TEST(DuplicateMemory, AQuoteDoesNotRenewWhatItQuotes) {
  testing::Filter filter{{{"window", "7d"}}};
  filter.check(by("ann", "1", original));
  Given quote = by("bob", "2", original + " I asked her for those details, and the course was a photocopied leaflet.");
  quote.parent = "1";
  quote.parent_text = original;
  quote.parent_author = "ann";
  quote.now += 5 * day;
  EXPECT_EQ(filter.check(quote).action, Action::pass);
}

TEST(DuplicateMemory, ForgetsWhatIsBeyondItsCount) {
  for (const auto& [others, code] : {std::pair{98, "duplicate.exact"}, std::pair{110, ""}}) {
    testing::Filter filter{{{"window_count", 100}}};
    filter.check(by("ann", "first", original));
    for (int i = 0; i < others; ++i) {
      filter.check(by("bob", std::to_string(i), unlike(i)));
    }
    EXPECT_EQ(filter.check(by("cid", "last", original)).code, code);
  }
}

TEST(DuplicateMemory, OfCopiesThatArriveTogetherOnePasses) {
  testing::Filter filter;
  constexpr int threads = 4, rounds = 200;
  std::vector<std::atomic<int>> passed(rounds);
  std::barrier together{threads};
  std::mutex ledger;  // which is one thread
  std::vector<std::jthread> workers;
  for (int t = 0; t < threads; ++t)
    workers.emplace_back([&, t] {
      for (int i = 0; i < rounds; ++i) {
        const std::string n = std::to_string(t);
        const Given given = by("author" + n, std::to_string(i) + "-" + n, unlike(i));
        together.arrive_and_wait();
        const Finding found = filter.check(given);
        if (found.action == Action::pass) ++passed[static_cast<std::size_t>(i)];
        const std::lock_guard lock{ledger};
        filter.remember(given, found.action == Action::pass ? Action::approve : found.action);
      }
    });
  workers.clear();
  for (const auto& count : passed) EXPECT_EQ(count, 1);
}

TEST(DuplicateMemory, ReplayRebuildsItsMemory) {
  testing::Filter filter;
  filter.remember(by("ann", "1", original));
  const Given copy = by("bob", "2", original + " Honestly!");
  filter.remember(copy, Action::hold);  // Was held as a duplicate, so it is none to be repeated.
  const Finding found = filter.check(by("cid", "3", original + " Honestly!"));
  EXPECT_EQ(found.code, "duplicate.near");
  EXPECT_NE(found.message.find("comment 1 "), std::string::npos) << found.message;
  EXPECT_EQ(filter.check(by("ann", "1", original)).action, Action::pass);
}

TEST(DuplicateMemory, ReplayTakesWhatAModeratorLetThroughForTheDuplicateThatItIs) {
  testing::Filter live;
  testing::Filter restarted;
  const Given copy = by("bob", "2", original + " Honestly!");
  live.check(by("ann", "1", original));
  live.check(copy);
  for (testing::Filter* filter : {&live, &restarted}) {
    const bool replayed = filter == &restarted;
    filter->remember(by("ann", "1", original), Action::approve, "chain", replayed);
    filter->remember(copy, Action::hold, "chain", replayed);
    filter->remember(copy, Action::approve, "a moderator", replayed);
    const Finding found = filter->check(by("cid", "3", original + " Honestly!"));
    EXPECT_EQ(found.code, "duplicate.near") << replayed;
    EXPECT_NE(found.message.find("comment 1 "), std::string::npos) << found.message;
  }
}

TEST(DuplicateMemory, ReplayCountsACampaignAgain) {
  testing::Filter filter;
  filter.remember(by("ann", "1", original));
  for (const char* id : {"2", "3"}) {
    const Given copy = by(std::string{"bob"} + id, id, original);
    filter.remember(copy, Action::hold);
    filter.remember(copy, Action::reject, "a moderator");  // decides on it, which makes it no further copy
  }
  const Finding found = filter.check(by("cid", "4", original));
  EXPECT_EQ(found.code, "duplicate.campaign");
  EXPECT_NE(found.message.find("3 times before, first as comment 1,"), std::string::npos) << found.message;
}

TEST(DuplicateMemory, AsksForItsWindow) {
  testing::Filter filter{{{"window", "7d"}, {"window_count", 5000}}};
  EXPECT_EQ(filter.lookback().time, std::chrono::days{7});
  EXPECT_EQ(filter.lookback().decisions, 5000);
}

// A feature leads to the latest few comments that have it, and a lookup reads so many places whatever is in them: a
// flood of one phrase makes nothing slower, and hides neither copies nor itself.
TEST(DuplicateMemory, AFloodOfOnePhraseHidesNothing) {
  testing::Filter filter;
  filter.check(by("ann", "first", original));
  const std::string phrase = "I heard from a friend that my cousin made four thousand dollars last month ";
  int passed = 0;
  for (int i = 0; i < 20'000; ++i) {
    const std::string n = std::to_string(i);
    if (filter.check(by("flood" + n, n, phrase + unlike(i) + unlike(i + 50'000))).action == Action::pass) ++passed;
  }
  EXPECT_GT(passed, 0);
  EXPECT_EQ(filter.check(by("bob", "second", original)).code, "duplicate.exact");
  EXPECT_EQ(filter.check(by("cid", "third", original.substr(0, 120))).code, "duplicate.near");
  EXPECT_EQ(
      filter.check(by("dan", "4", "Nothing of the kind was ever said in this house, and nobody was there to hear it."))
          .action,
      Action::pass);
}

}  // namespace
}  // namespace moderato::duplicate
