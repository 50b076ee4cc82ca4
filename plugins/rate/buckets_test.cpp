#include "buckets.hpp"

#include <gtest/gtest.h>

namespace moderato::rate {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr Moment start = seconds{1'700'000'000};
constexpr Measure three{.burst = 3, .per = seconds{10}};

TEST(RateBuckets, RefillWithTimeAndNeverOwMoreThanTheyHold) {
  Buckets buckets{100};
  EXPECT_EQ(buckets.debt(1, start), seconds{0});
  for (int i = 0; i < 50; ++i) buckets.take(1, three, start);
  EXPECT_EQ(buckets.debt(1, start), seconds{30});
  EXPECT_EQ(buckets.debt(1, start + seconds{12}), seconds{18});
  EXPECT_EQ(buckets.debt(1, start + hours{1}), seconds{0});
  EXPECT_EQ(buckets.debt(2, start), seconds{0});
}

TEST(RateBuckets, AMillionKeysTakeNoMoreThanTheirRoom) {
  Buckets buckets{1'000};
  for (std::uint64_t key = 1; key <= 1'000'000; ++key) {
    buckets.take(key * 0x9e3779b97f4a7c15U, three, start);
    ASSERT_LE(buckets.size(), 1'000U);
    ASSERT_LE(buckets.bytes(), 2'048U * 24U);
  }
}

TEST(RateBuckets, MakeRoomOfFullOnesFirst) {
  Buckets buckets{16};
  for (std::uint64_t key = 1; key <= 8; ++key) buckets.take(key, three, start);  // full ten seconds later
  for (std::uint64_t key = 9; key <= 16; ++key) buckets.take(key, three, start + seconds{15});
  buckets.take(17, three, start + seconds{16});
  EXPECT_EQ(buckets.size(), 9U);
  for (std::uint64_t key = 9; key <= 16; ++key) EXPECT_EQ(buckets.debt(key, start + seconds{16}), seconds{9});
}

TEST(RateBuckets, ThenOfTheFullest) {
  Buckets buckets{1'000};
  for (int i = 0; i < 3; ++i) buckets.take(7, three, start);
  for (std::uint64_t key = 100; key <= 50'000; ++key) buckets.take(key, three, start);
  EXPECT_EQ(buckets.debt(7, start), seconds{30});  // a flood of new names does not let an old one off
}

TEST(RateBuckets, KeyZeroIsAKey) {
  Buckets buckets{16};
  buckets.take(0, three, start);
  EXPECT_EQ(buckets.debt(0, start), seconds{10});
  EXPECT_EQ(buckets.size(), 1U);
}

TEST(RateBuckets, TimeThatGoesBackALittleChangesNothing) {
  Buckets buckets{16};
  buckets.take(1, three, start);
  EXPECT_EQ(buckets.debt(1, start - seconds{30}), seconds{10});
  buckets.take(1, three, start - seconds{30});
  EXPECT_EQ(buckets.debt(1, start), seconds{20});
}

TEST(RateBuckets, AClockThatWasFarAheadLocksNobodyOut) {
  Buckets buckets{16};
  for (int i = 0; i < 3; ++i) buckets.take(1, three, start + hours{24 * 36'500});
  EXPECT_EQ(buckets.debt(1, start), seconds{0});
  buckets.take(1, three, start);
  EXPECT_EQ(buckets.debt(1, start), seconds{10});
  EXPECT_EQ(buckets.debt(1, start + seconds{10}), seconds{0});
}

TEST(RateBuckets, WhatAClockAheadLeftBehindGivesWayFirst) {
  Buckets buckets{16};
  for (std::uint64_t key = 1; key <= 15; ++key) buckets.take(key, three, start + hours{24 * 36'500});
  buckets.take(100, three, start);
  buckets.take(101, three, start);
  EXPECT_EQ(buckets.size(), 2U);
  EXPECT_EQ(buckets.debt(100, start), seconds{10});
}

TEST(RateBuckets, TheEndsOfTimeAreTimes) {
  Buckets buckets{16};
  const Measure largest{.burst = 100'000, .per = hours{24 * 30}};
  for (const Moment now : {Moment{0}, latest, Moment{0}, latest}) {
    buckets.take(1, largest, now);
    EXPECT_EQ(buckets.debt(1, now), largest.per);
    for (std::uint64_t key = 100; key < 200; ++key) buckets.take(key, largest, now);
  }
}

}  // namespace
}  // namespace moderato::rate
