#include "pending.hpp"

#include <gtest/gtest.h>

namespace moderato::rate {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr Moment first_moment = seconds{1'700'000'000};

TEST(RatePending, CountsUntilSettled) {
  Pending pending{100};
  pending.add(1, {7, 8, 0, 9}, first_moment);
  pending.add(2, {7, 0, 0, 9}, first_moment);
  EXPECT_EQ(pending.of(7), 2);
  EXPECT_EQ(pending.of(8), 1);
  EXPECT_EQ(pending.of(0), 0);
  pending.settle(1);
  pending.settle(1);
  pending.settle(3);
  EXPECT_EQ(pending.of(7), 1);
  EXPECT_EQ(pending.of(8), 0);
}

TEST(RatePending, ACommentCheckedAgainCountsOnce) {
  Pending pending{100};
  pending.add(1, {7}, first_moment);
  pending.add(1, {7}, first_moment);
  EXPECT_EQ(pending.of(7), 1);
  EXPECT_EQ(pending.size(), 1U);
}

TEST(RatePending, ExpiresAfterFiveMinutesWhicheverWayTheClockGoes) {
  Pending pending{100};
  pending.add(1, {7}, first_moment);
  pending.expire(first_moment + minutes{5});
  EXPECT_EQ(pending.of(7), 1);
  pending.expire(first_moment + minutes{5} + seconds{1});
  EXPECT_EQ(pending.of(7), 0);
  pending.add(2, {7}, first_moment + hours{24});
  pending.expire(first_moment);
  EXPECT_EQ(pending.size(), 0U);
}

TEST(RatePending, NeverHoldsMoreThanItsRoom) {
  Pending pending{100};
  for (std::uint64_t id = 1; id <= 10'000; ++id) {
    pending.add(id, {7, id}, first_moment);
    ASSERT_LE(pending.size(), 100U);
  }
  EXPECT_EQ(pending.of(7), 100);
  EXPECT_EQ(pending.of(1), 0);
  EXPECT_EQ(pending.of(10'000), 1);
}

}  // namespace
}  // namespace moderato::rate
