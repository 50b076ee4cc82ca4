// How often one caller is let in.
#include "members/allowance.hpp"

#include <gtest/gtest.h>

namespace moderato::gateway {
namespace {

using namespace std::chrono_literals;

class AllowanceTest : public ::testing::Test {
 protected:
  int taken(Allowance& allowance, std::string_view caller, int times) {
    int count = 0;
    for (int i = 0; i < times; ++i) count += allowance.take(caller, now_) ? 0 : 1;
    return count;
  }
  Allowance::Clock::time_point now_{1h};
};

TEST_F(AllowanceTest, IsThereAtFirstAndComesBackOverAMinute) {
  Allowance allowance{6};
  EXPECT_EQ(taken(allowance, "anna", 20), 6);
  EXPECT_EQ(allowance.take("anna", now_), 10s);
  EXPECT_EQ(taken(allowance, "ben", 20), 6);
  now_ += 10s;
  EXPECT_EQ(taken(allowance, "anna", 20), 1);
  now_ += 25s;
  EXPECT_EQ(taken(allowance, "anna", 20), 2);
  EXPECT_EQ(allowance.take("anna", now_), 5s);
  now_ += 10min;
  EXPECT_EQ(taken(allowance, "anna", 20), 6);
}

TEST_F(AllowanceTest, OfNothingIsNoBound) {
  Allowance allowance{0};
  EXPECT_EQ(taken(allowance, "anna", 1'000), 1'000);
}

TEST_F(AllowanceTest, ToldToWaitAtLeastASecond) {
  Allowance allowance{600};
  EXPECT_EQ(taken(allowance, "anna", 1'000), 600);
  EXPECT_EQ(allowance.take("anna", now_), 1s);
}

TEST_F(AllowanceTest, ManyCallersTakeNoMoreMemory) {
  Allowance allowance{1, 1'000};
  for (int i = 0; i < 10'000; ++i) {
    now_ += 1ms;
    EXPECT_EQ(taken(allowance, std::to_string(i), 1), 1);
  }
  EXPECT_EQ(taken(allowance, "9999", 1), 0) << "the newest are remembered";
  EXPECT_EQ(taken(allowance, "0", 1), 1) << "the oldest give way";
}

TEST(CallerAt, IsOneForANetworkOfIpv6) {
  EXPECT_EQ(caller_at("192.0.2.1"), "192.0.2.1");
  EXPECT_NE(caller_at("192.0.2.1"), caller_at("192.0.2.2"));
  EXPECT_EQ(caller_at("2001:db8:1:2::1"), caller_at("2001:db8:1:2:ffff::9"));
  EXPECT_NE(caller_at("2001:db8:1:2::1"), caller_at("2001:db8:1:3::1"));
}

}  // namespace
}  // namespace moderato::gateway
