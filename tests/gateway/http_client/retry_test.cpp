// When what failed is tried again.
#include "http_client/retry.hpp"

#include <gtest/gtest.h>

#include <string>

namespace moderato::gateway::http_client {
namespace {

using namespace std::chrono_literals;

constexpr double middle = 0.5;

TEST(Retry, ComesLaterEachTime) {
  EXPECT_EQ(wait_after(1, 5s, middle), 5s);
  EXPECT_EQ(wait_after(2, 5s, middle), 20s);
  EXPECT_EQ(wait_after(5, 5s, middle), 1'280s);
  EXPECT_EQ(wait_after(8, 5s, middle), 6h);
  EXPECT_EQ(wait_after(1'000'000, 5s, middle), 6h);
}

TEST(Retry, IsSpreadByChance) {
  EXPECT_EQ(wait_after(2, 4s, 0), 12s);
  EXPECT_EQ(wait_after(2, 4s, 1), 20s);
}

TEST(Retry, MakesAnAttemptEverySixHoursForThreeDays) {
  Milliseconds at{0};
  int attempts = 1;
  for (; at < 72h; ++attempts) at += wait_after(attempts, 5s, middle);
  EXPECT_GE(attempts, 18);
  EXPECT_LE(attempts, 22);
}

TEST(Retry, LeavesAReceiverAloneForAMinuteAtMost) {
  EXPECT_EQ(pause_after(1, 5s, middle), 1s);
  EXPECT_EQ(pause_after(3, 5s, middle), 4s);
  EXPECT_EQ(pause_after(20, 5s, middle), 1min);
  EXPECT_EQ(pause_after(1, 100ms, middle), 100ms);
}

constexpr WallTime now{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23} + 8h};

TEST(RetryAfter, IsSecondsOrADate) {
  EXPECT_EQ(retry_after("120", now), 120s);
  EXPECT_EQ(retry_after("0", now), 0s);
  EXPECT_EQ(retry_after("Mon, 23 Nov 2026 08:00:30 GMT", now), 30s);
  EXPECT_EQ(retry_after("Mon, 23 Nov 2026 07:00:00 GMT", now), 0s);
}

TEST(RetryAfter, IsADayAtMost) {
  EXPECT_EQ(retry_after("86401", now), 24h);
  EXPECT_EQ(retry_after("99999999999999999999999999", now), 24h);
  EXPECT_EQ(retry_after("Mon, 23 Nov 2099 08:00:30 GMT", now), 24h);
}

TEST(RetryAfter, IsPassedOverWhereItIsNeither) {
  for (const std::string_view text : {"", "-1", "-99999999999999999999999999", "soon", "1.5", "12 s",
                                      "Mon, 23 Nov 2026 08:00:30", "Mon, 23 Nov 2026 08:00:30 GMT+1"})
    EXPECT_EQ(retry_after(text, now), std::nullopt) << text;
}

}  // namespace
}  // namespace moderato::gateway::http_client
