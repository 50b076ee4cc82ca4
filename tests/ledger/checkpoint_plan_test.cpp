#include "ledger/checkpoint_plan.hpp"

#include <gtest/gtest.h>

namespace moderato {
namespace {

using Next = CheckpointPlan::Next;

class CheckpointPlanTest : public ::testing::Test {
 protected:
  // Commits, each of so many pages, until one has something to do.
  Next commits(int pages) {
    auto next = Next::nothing;
    while (next == Next::nothing) next = plan_.committed(log_ += pages);
    return next;
  }
  // What the thread does while so many more pages come.
  void carry_over(int meanwhile = 0) {
    EXPECT_TRUE(plan_.is_due());
    plan_.begin();
    for (int end = log_ + meanwhile; log_ < end;) EXPECT_NE(plan_.committed(++log_), Next::by_the_commit);
    plan_.end();
  }

  CheckpointPlan plan_;
  int log_ = 0;
};

TEST_F(CheckpointPlanTest, LeavesTheMostOfItToTheThread) {
  EXPECT_EQ(commits(20), Next::behind);
  EXPECT_LT(log_, CheckpointPlan::interval + 40);
  carry_over(60);
  EXPECT_FALSE(plan_.is_due());
}

TEST_F(CheckpointPlanTest, ACommitEndsItOnceLittleIsLeft) {
  commits(20);
  carry_over(60);
  EXPECT_EQ(commits(20), Next::behind);
  EXPECT_GE(log_, CheckpointPlan::long_log);
  carry_over(2 * CheckpointPlan::little);
  EXPECT_EQ(commits(20), Next::behind) << "the thread has another go: too much came meanwhile";
  carry_over(60);
  EXPECT_EQ(commits(20), Next::by_the_commit);
  EXPECT_LT(log_, CheckpointPlan::longest_log);
  // Now it begins anew.
  log_ = 0;
  EXPECT_EQ(commits(20), Next::behind);
  EXPECT_LT(log_, CheckpointPlan::interval + 40);
}

TEST_F(CheckpointPlanTest, ACommitDoesAllWhenTheThreadDoesNotKeepUp) {
  while (commits(20) == Next::behind) EXPECT_LT(log_, CheckpointPlan::longest_log);
  EXPECT_GE(log_, CheckpointPlan::longest_log);
  EXPECT_FALSE(plan_.is_due());
}

TEST_F(CheckpointPlanTest, IsNotTriedWithEveryCommitWhileSomebodyReads) {
  while (commits(20) == Next::behind) {
  }
  int tries = 0;
  for (const int end = log_ + 4 * CheckpointPlan::interval; log_ < end;)
    if (plan_.committed(log_ += 20) == Next::by_the_commit) ++tries;
  EXPECT_EQ(tries, 3);
}

}  // namespace
}  // namespace moderato
