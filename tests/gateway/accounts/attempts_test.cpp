// How long who fails must wait.
#include "accounts/attempts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace moderato::gateway::accounts {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Optional;

class AttemptsTest : public ::testing::Test {
 protected:
  // Fails, and again as soon as it may; the waits, 0 for none.
  std::vector<std::int64_t> waits(std::size_t count) {
    std::vector<std::int64_t> all;
    while (all.size() < count) {
      EXPECT_EQ(attempts_.begin("ann", now_), std::nullopt);
      const auto wait = attempts_.begin("ann", now_);
      all.push_back(wait ? wait->count() : 0);
      if (wait) now_ += *wait;
      if (!wait) attempts_.take_back("ann");
    }
    return all;
  }

  Time now_{seconds{1'800'000'000}};
  Attempts attempts_{
      {.free = 3, .first_wait = seconds{10}, .longest_wait = minutes{1}, .forgotten_after = hours{1}, .most_keys = 2}};
};

TEST_F(AttemptsTest, WaitLongerAndLonger) {
  EXPECT_THAT(waits(8), ElementsAre(0, 0, 10, 20, 40, 60, 60, 60));
}

TEST_F(AttemptsTest, ThatComeTooEarlyDoNotCount) {
  (void)waits(3);
  now_ -= seconds{1};
  EXPECT_THAT(attempts_.begin("ann", now_), Optional(seconds{1}));
  EXPECT_THAT(attempts_.begin("ann", now_), Optional(seconds{1}));
  now_ += seconds{1};
  EXPECT_EQ(attempts_.begin("ann", now_), std::nullopt);
  EXPECT_THAT(attempts_.begin("ann", now_), Optional(seconds{20}));
}

TEST_F(AttemptsTest, OfOneDoNotCountForAnother) {
  (void)waits(5);
  EXPECT_EQ(attempts_.begin("bob", now_), std::nullopt);
}

TEST_F(AttemptsTest, AreForgottenInTime) {
  (void)waits(5);
  now_ += hours{1};
  EXPECT_THAT(waits(2), ElementsAre(0, 0));
}

TEST_F(AttemptsTest, AreForgottenOnceOneWasRight) {
  (void)waits(5);
  attempts_.forget("ann");
  EXPECT_THAT(waits(3), ElementsAre(0, 0, 10));
}

TEST_F(AttemptsTest, CountBeforeTheyAreKnown) {
  for (int i = 0; i < 3; ++i) EXPECT_EQ(attempts_.begin("ann", now_), std::nullopt);
  EXPECT_NE(attempts_.begin("ann", now_), std::nullopt);
  attempts_.take_back("ann");
  EXPECT_EQ(attempts_.begin("ann", now_), std::nullopt);
}

TEST_F(AttemptsTest, AreBounded) {
  (void)waits(5);
  EXPECT_EQ(attempts_.begin("bob", now_), std::nullopt);
  EXPECT_EQ(attempts_.begin("cid", now_), std::nullopt);
  EXPECT_THAT(waits(2), ElementsAre(0, 0)) << "whoever failed longest ago was forgotten";
}

TEST_F(AttemptsTest, NeverWaitForEver) {
  attempts_.forget("ann");
  EXPECT_THAT(waits(200), Each(::testing::Le(60)));
}

}  // namespace
}  // namespace moderato::gateway::accounts
