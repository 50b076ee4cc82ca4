#include "daemon/site_turns.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

namespace moderato {
namespace {

std::string frame(const std::string& site, const std::string& id) {
  return R"({"site":")" + site + R"(","id":")" + id + R"(","article":"a","author":{"id":"p"},"text":"t"})";
}

WorkerTask submission(const std::string& site, const std::string& id) {
  return std::make_unique<Submission>(
      Submission{.comment = parse_comment(frame(site, id), {}).value(), .admission = {}, .caller = {}});
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
  std::vector<std::string> take(std::size_t most) {
    std::vector<WorkerTask> out;
    turns.take(out, most);
    std::vector<std::string> names;
    for (const WorkerTask& task : out) names.push_back(name(task));
    return names;
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
  std::vector<WorkerTask> alone;
  turns.take_trials(alone, 2);
  ASSERT_EQ(alone.size(), 2U);
  EXPECT_EQ(name(alone[1]), "trial 2");
  EXPECT_EQ(take(10), (std::vector<std::string>{"trial 3", "a 0", "a 1"}));
  EXPECT_TRUE(turns.empty());
}

TEST_F(SiteTurnsTest, ManySitesThatCameOnceAreTakenInTurn) {
  for (int i = 0; i < 5'000; ++i) add("site" + std::to_string(i), 0, 1);
  EXPECT_EQ(take(5'000).back(), "site4999 0");
  EXPECT_TRUE(turns.empty());
}

}  // namespace
}  // namespace moderato
