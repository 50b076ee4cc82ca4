#include "transport/pace.hpp"

#include <gtest/gtest.h>

namespace moderato {
namespace {

using std::chrono::microseconds;

class PaceTest : public ::testing::Test {
 protected:
  // One message each so often, for so long.
  void flow(microseconds every, microseconds time) {
    for (const auto end = now + time; now < end;) {
      now += every;
      pace.read(1, now);
    }
  }

  Pace::Clock::time_point now{};
  Pace pace{now};
};

TEST_F(PaceTest, IsFastWhereManyCome) {
  EXPECT_FALSE(pace.fast());
  flow(microseconds{37}, microseconds{2'000});
  EXPECT_TRUE(pace.fast());
}

TEST_F(PaceTest, StaysFastWhereTheyAreReadTogether) {
  flow(microseconds{37}, microseconds{2'000});
  for (int i = 0; i < 100; ++i) {
    now += microseconds{1'050};
    pace.read(28, now);
    EXPECT_TRUE(pace.fast());
  }
}

TEST_F(PaceTest, IsSlowWhereFewCome) {
  flow(microseconds{200}, microseconds{20'000});
  EXPECT_FALSE(pace.fast());
}

TEST_F(PaceTest, TakesAHandfulAfterAPauseForNoFlow) {
  flow(microseconds{100'000}, microseconds{1'000'000});
  pace.read(100, now += microseconds{100'000});
  EXPECT_FALSE(pace.fast());
  pace.read(3, now += microseconds{50});
  EXPECT_FALSE(pace.fast());
}

TEST_F(PaceTest, IsSlowAgainWithAMomentThatBringsFew) {
  flow(microseconds{37}, microseconds{2'000});
  pace.read(28, now += microseconds{1'000});
  ASSERT_TRUE(pace.fast());
  pace.read(3, now += microseconds{1'000});
  EXPECT_FALSE(pace.fast());
}

TEST_F(PaceTest, IsSlowAfterAPause) {
  flow(microseconds{37}, microseconds{2'000});
  ASSERT_TRUE(pace.fast());
  pace.read(1, now += microseconds{1'000'000});
  EXPECT_FALSE(pace.fast());
}

}  // namespace
}  // namespace moderato
