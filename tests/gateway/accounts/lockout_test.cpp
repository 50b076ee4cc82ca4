// Who is locked out by whom.
#include "accounts/lockout.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace moderato::gateway::accounts {
namespace {

class LockoutTest : public ::testing::Test {
 protected:
  bool may(std::string_view name, const std::string& address) { return !lockout_.begin(name, address, now_); }
  void fail(std::string_view name, const std::string& address, int times) {
    for (int i = 0; i < times; ++i) (void)lockout_.begin(name, address, now_);
  }

  Time now_{std::chrono::seconds{1'800'000'000}};
  Lockout lockout_;
};

TEST_F(LockoutTest, WhoGuessesWaits) {
  fail("ann", "192.0.2.1", 5);
  const auto problem = lockout_.begin("ann", "192.0.2.1", now_);
  ASSERT_TRUE(problem);
  EXPECT_EQ(problem->code, "login.locked");
  EXPECT_EQ(problem->status, 429);
  EXPECT_EQ(problem->detail, "Too many attempts were wrong. Try again in 5 seconds.");
  EXPECT_EQ(response_of(*problem).headers().find("Retry-After"), "5");
}

TEST_F(LockoutTest, WhoGuessesFromElsewhereLocksNobodyOut) {
  fail("ann", "192.0.2.1", 1'000);
  EXPECT_TRUE(may("ann", "198.51.100.1"));
  EXPECT_TRUE(may("bob", "192.0.2.1"));
}

TEST_F(LockoutTest, AnotherAddressOfTheSameNetworkDoesNotHelp) {
  fail("ann", "192.0.2.1", 5);
  EXPECT_FALSE(may("ann", "192.0.2.200"));
  fail("ann", "2001:db8:7::1", 5);
  EXPECT_FALSE(may("ann", "2001:db8:7:99::1"));
  EXPECT_TRUE(may("ann", "2001:db8:8::1"));
}

TEST_F(LockoutTest, WhoGuessesAtManyAccountsWaitsAsWell) {
  for (int i = 0; i < 50; ++i) EXPECT_TRUE(may("name" + std::to_string(i), "2001:db8::1"));
  EXPECT_FALSE(may("ann", "2001:db8::2"));
  EXPECT_TRUE(may("ann", "2001:db8:0:1::2"));
}

TEST_F(LockoutTest, WhoHasAnAccountCanNotGuessAtOthersForEver) {
  for (int i = 0; i < 60; ++i) {
    (void)may("name" + std::to_string(i), "192.0.2.1");
    if (may("mine", "192.0.2.1")) lockout_.was_right("mine", "192.0.2.1");
  }
  EXPECT_FALSE(may("ann", "192.0.2.1"));
}

TEST_F(LockoutTest, WhoIsRightStartsAgain) {
  fail("ann", "192.0.2.1", 4);
  ASSERT_TRUE(may("ann", "192.0.2.1"));
  lockout_.was_right("ann", "192.0.2.1");
  EXPECT_TRUE(may("ann", "192.0.2.1"));
}

TEST_F(LockoutTest, WhatIsTakenBackDoesNotCount) {
  for (int i = 0; i < 100; ++i) {
    ASSERT_TRUE(may("ann", "192.0.2.1"));
    lockout_.take_back("ann", "192.0.2.1");
  }
}

TEST_F(LockoutTest, CodesCountWhereverTheyComeFrom) {
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(lockout_.begin_code("ann", now_));
  EXPECT_TRUE(lockout_.begin_code("ann", now_));
  EXPECT_FALSE(lockout_.begin_code("bob", now_));
  lockout_.code_was_right("ann");
  EXPECT_FALSE(lockout_.begin_code("ann", now_));
}

TEST_F(LockoutTest, SaysHowLongInWords) {
  EXPECT_THAT(locked_for(std::chrono::seconds{1}).detail, ::testing::HasSubstr("in a second."));
  EXPECT_THAT(locked_for(std::chrono::seconds{89}).detail, ::testing::HasSubstr("in 89 seconds."));
  EXPECT_THAT(locked_for(std::chrono::seconds{900}).detail, ::testing::HasSubstr("in 15 minutes."));
}

}  // namespace
}  // namespace moderato::gateway::accounts
