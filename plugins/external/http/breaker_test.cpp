#include "http/breaker.hpp"

#include <gtest/gtest.h>

namespace moderato::external {
namespace {

using namespace std::chrono_literals;

class BreakerTest : public ::testing::Test {
 protected:
  bool may_ask() { return !breaker_.refuses(now_); }
  bool fail(const std::string& why = "failed") { return breaker_.failed(why, now_); }

  Breaker breaker_{3, 5s};
  Breaker::Clock::time_point now_{1h};
};

TEST_F(BreakerTest, OpensAfterFailuresInARow) {
  EXPECT_FALSE(fail());
  EXPECT_FALSE(fail());
  EXPECT_TRUE(may_ask());
  EXPECT_TRUE(fail("was too slow"));
  EXPECT_EQ(breaker_.refuses(now_), "was too slow");
}

TEST_F(BreakerTest, ForgetsFailuresOnceSomethingSucceeds) {
  fail();
  fail();
  EXPECT_FALSE(breaker_.succeeded());
  EXPECT_FALSE(fail());
  EXPECT_FALSE(fail());
  EXPECT_TRUE(may_ask());
}

TEST_F(BreakerTest, LetsOneProbeThroughAfterAWhile) {
  for (int i = 0; i < 3; ++i) fail();
  now_ += 4999ms;
  EXPECT_FALSE(may_ask());
  now_ += 1ms;
  EXPECT_TRUE(may_ask());
  EXPECT_FALSE(may_ask()) << "the probe is under way";
  EXPECT_TRUE(breaker_.succeeded());
  EXPECT_TRUE(may_ask());
  EXPECT_TRUE(may_ask());
}

TEST_F(BreakerTest, OpensAgainWhenTheProbeFails) {
  for (int i = 0; i < 3; ++i) fail();
  now_ += 5s;
  EXPECT_TRUE(may_ask());
  EXPECT_FALSE(fail("is still away")) << "it was open already";
  EXPECT_EQ(breaker_.refuses(now_), "is still away");
  now_ += 5s;
  EXPECT_TRUE(may_ask());
}

TEST(Breaker, CanBeOff) {
  Breaker breaker{0, 5s};
  for (int i = 0; i < 100; ++i) EXPECT_FALSE(breaker.failed("failed", {}));
  EXPECT_FALSE(breaker.refuses({}));
}

}  // namespace
}  // namespace moderato::external
