#include "daemon/site_turns.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <random>
#include <set>

namespace moderato {
namespace {

std::string frame(const std::string& site, const std::string& id, const std::string& article = "a") {
  return R"({"site":")" + site + R"(","id":")" + id + R"(","article":")" + article +
         R"(","author":{"id":"p"},"text":"t"})";
}

WorkerTask submission(const std::string& site, const std::string& id, const std::string& article = "a") {
  return std::make_unique<Submission>(
      Submission{.comment = parse_comment(frame(site, id, article), {}).value(), .admission = {}, .caller = {}});
}

WorkerTask trial(const std::string& id) {
  return std::make_unique<Trial>(Trial{parse_comment(frame("s", id), {}).value(), {}});
}

std::string name(const WorkerTask& task) {
  if (const auto* asked = std::get_if<std::unique_ptr<Trial>>(&task))
    return "trial " + std::string{(*asked)->comment.id};
  const CommentFrame& comment = std::get<std::unique_ptr<Submission>>(task)->comment;
  return std::string{comment.site} + " " + std::string{comment.id};
}

class SiteTurnsTest : public ::testing::Test {
 protected:
  void add(const std::string& site, int from, int to) {
    std::vector<WorkerTask> tasks;
    for (int i = from; i < to; ++i) tasks.push_back(submission(site, std::to_string(i)));
    turns.add(tasks);
    EXPECT_TRUE(tasks.empty());
  }
  // By ids; under the article that each begins with.
  void add_to_articles(const std::vector<std::string>& ids) {
    std::vector<WorkerTask> tasks;
    for (const std::string& id : ids) tasks.push_back(submission("s", id, id.substr(0, 1)));
    turns.add(tasks);
  }
  static std::vector<std::string> names(const SiteTurns::Taken& taken) {
    std::vector<std::string> names;
    for (const WorkerTask& task : taken.tasks) names.push_back(name(task));
    return names;
  }
  // As the only taker.
  std::vector<std::string> take(std::size_t most) {
    SiteTurns::Taken taken;
    turns.take(taken, most);
    auto found = names(taken);
    turns.give_back(taken);
    return found;
  }

  SiteTurns turns;
};

TEST_F(SiteTurnsTest, TheOneCommentOfASiteDoesNotWaitBehindThousandsOfAnother) {
  add("flood", 0, 5'000);
  add("quiet", 0, 1);
  const auto first = take(32);
  EXPECT_EQ(first.size(), 32U);
  EXPECT_EQ(std::ranges::count(first, "quiet 0"), 1);
}

TEST_F(SiteTurnsTest, EachSiteKeepsItsOrderHoweverItIsTaken) {
  add("a", 0, 100);
  add("b", 0, 40);
  std::map<char, int> next;
  std::size_t taken = 0;
  for (std::size_t most = 1; !turns.empty(); most = most % 37 + 1) {
    if (taken == 45) add("b", 40, 60);
    for (const std::string& each : take(most)) {
      EXPECT_EQ(each.substr(2), std::to_string(next[each[0]]++));
      ++taken;
    }
  }
  EXPECT_EQ(next['a'], 100);
  EXPECT_EQ(next['b'], taken > 145 ? 60 : 40);
}

TEST_F(SiteTurnsTest, TrialsComeFirstAndAlsoAlone) {
  add("a", 0, 2);
  std::vector<WorkerTask> tasks;
  for (const auto* id : {"1", "2", "3"}) tasks.push_back(trial(id));
  turns.add(tasks);
  SiteTurns::Taken alone;
  turns.take_trials(alone, 2);
  EXPECT_EQ(names(alone), (std::vector<std::string>{"trial 1", "trial 2"}));
  EXPECT_EQ(take(10), (std::vector<std::string>{"trial 3", "a 0", "a 1"}));
  EXPECT_TRUE(turns.empty());
}

TEST_F(SiteTurnsTest, ManySitesThatCameOnceAreTakenInTurn) {
  for (int i = 0; i < 5'000; ++i) add("site" + std::to_string(i), 0, 1);
  EXPECT_EQ(take(5'000).back(), "site4999 0");
  EXPECT_TRUE(turns.empty());
}

TEST_F(SiteTurnsTest, AnArticleIsWithOneTakerAtATime) {
  add_to_articles({"a1", "b1", "a2"});
  SiteTurns::Taken first;
  SiteTurns::Taken second;
  turns.take(first, 1);
  turns.take(second, 10);
  EXPECT_EQ(names(first), (std::vector<std::string>{"s a1"}));
  EXPECT_EQ(names(second), (std::vector<std::string>{"s b1"}));
  EXPECT_TRUE(turns.empty()) << "what is left is of an article that the first has";
  EXPECT_EQ(turns.size(), 1U);

  add_to_articles({"a3", "c1"});
  turns.give_back(second);
  turns.take(second, 10);
  EXPECT_EQ(names(second), (std::vector<std::string>{"s c1"}));
  turns.give_back(first);
  EXPECT_FALSE(turns.empty());
  turns.take(first, 10);
  EXPECT_EQ(names(first), (std::vector<std::string>{"s a2", "s a3"}));
  EXPECT_EQ(turns.size(), 0U);
}

TEST_F(SiteTurnsTest, WhatIsLeftOfAnArticleComesBeforeWhatCameLater) {
  add_to_articles({"a1"});
  SiteTurns::Taken first;
  SiteTurns::Taken second;
  turns.take(first, 1);
  add_to_articles({"a2", "a3"});
  turns.take(second, 10);
  EXPECT_TRUE(second.tasks.empty());
  turns.give_back(first);
  turns.take(second, 1);
  EXPECT_EQ(names(second), (std::vector<std::string>{"s a2"}));
  add_to_articles({"a4"});
  turns.give_back(second);
  turns.take(second, 10);
  EXPECT_EQ(names(second), (std::vector<std::string>{"s a3", "s a4"}));
}

// Several takers, in any order, of any sizes.
TEST_F(SiteTurnsTest, EachArticleKeepsItsOrderWhoeverTakesIt) {
  std::mt19937 random{1};
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random()) % n; };
  std::map<std::string, int> added;
  std::map<std::string, int> next;
  std::array<SiteTurns::Taken, 3> takers;
  const auto give_back = [&](SiteTurns::Taken& taken) {
    for (const WorkerTask& task : taken.tasks) {
      const CommentFrame& comment = std::get<std::unique_ptr<Submission>>(task)->comment;
      const std::string article = std::string{comment.site} + "/" + std::string{comment.article};
      EXPECT_EQ(comment.id, std::to_string(next[article]++)) << article;
    }
    turns.give_back(taken);
  };
  for (int step = 0; step < 5'000; ++step) {
    if (below(3) == 0) {
      std::vector<WorkerTask> tasks;
      for (std::size_t i = below(40); i > 0; --i) {
        const std::string site = "s" + std::to_string(below(3));
        const std::string article = std::to_string(below(7));
        tasks.push_back(submission(site, std::to_string(added[site + "/" + article]++), article));
      }
      turns.add(tasks);
      continue;
    }
    SiteTurns::Taken& taker = takers[below(takers.size())];
    if (taker.articles.empty())
      turns.take(taker, below(50));
    else
      give_back(taker);
    // What two have at the same time is of different articles.
    std::set<std::uint64_t> articles;
    std::size_t with_them = 0;
    for (const SiteTurns::Taken& each : takers) {
      articles.insert(each.articles.begin(), each.articles.end());
      with_them += each.articles.size();
    }
    ASSERT_EQ(articles.size(), with_them);
  }
  for (SiteTurns::Taken& taker : takers) give_back(taker);
  while (!turns.empty()) {
    turns.take(takers[0], 1'000);
    give_back(takers[0]);
  }
  EXPECT_EQ(next, added);
  EXPECT_EQ(turns.size(), 0U);
}

}  // namespace
}  // namespace moderato
