#include "coral/replay_guard.hpp"

#include <gtest/gtest.h>

namespace moderato::gateway::coral {
namespace {

using namespace std::chrono_literals;
constexpr Time start{std::chrono::days{20'000}};

TEST(ReplayGuard, EachIsNewOnce) {
  ReplayGuard guard;
  EXPECT_TRUE(guard.is_new("a", start, start));
  EXPECT_FALSE(guard.is_new("a", start, start));
  EXPECT_TRUE(guard.is_new("b", start, start));
  for (Time now = start; now <= start + 1h; now += 1min) EXPECT_FALSE(guard.is_new("a", start, now));
}

TEST(ReplayGuard, WhatIsOldOrOfLaterIsNot) {
  ReplayGuard guard;
  EXPECT_FALSE(guard.is_new("a", start - 61min, start));
  EXPECT_FALSE(guard.is_new("a", start + 6min, start));
  EXPECT_TRUE(guard.is_new("a", start - 59min, start));
  EXPECT_TRUE(guard.is_new("b", start + 4min, start));
  EXPECT_FALSE(guard.is_new("b", start + 4min, start + 64min));
  EXPECT_FALSE(guard.is_new("b", start + 4min, start + 65min));
}

TEST(ReplayGuard, RemembersTheLast) {
  ReplayGuard guard{10};
  for (int i = 0; i < 1'000; ++i) {
    EXPECT_TRUE(guard.is_new(std::to_string(i), start, start));
    EXPECT_FALSE(guard.is_new(std::to_string(i), start, start));
  }
}

}  // namespace
}  // namespace moderato::gateway::coral
