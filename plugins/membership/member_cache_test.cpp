#include "member_cache.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

namespace moderato::membership {
namespace {

using Cache = MemberCache<int>;
using Time = Cache::Clock::time_point;

constexpr Time at(int seconds) {
  return Time{} + std::chrono::seconds{seconds};
}

TEST(MemberCache, ForgetsAtTheGivenMoment) {
  Cache cache{100, 1};
  cache.put("a", 7, at(10));
  EXPECT_EQ(cache.find("a", at(9)), 7);
  EXPECT_EQ(cache.find("a", at(10)), std::nullopt);
  EXPECT_EQ(cache.find("b", at(0)), std::nullopt);
  cache.put("a", 8, at(20));
  EXPECT_EQ(cache.find("a", at(10)), 8);
}

TEST(MemberCache, IsBoundedAndKeepsWhatIsUsed) {
  for (const std::size_t capacity : {2U, 31U, 32U, 1000U, 5000U}) {
    Cache cache{capacity, 1};
    cache.put("used", -1, at(10));
    for (int i = 0; i < 20'000; ++i) {
      cache.put(std::to_string(i), i, at(10));
      if (capacity >= 32) ASSERT_EQ(cache.find("used", at(0)), -1) << "after " << i << " others";
    }
    EXPECT_LE(cache.size(), capacity);
    EXPECT_GE(cache.size(), capacity / 3);
  }
}

TEST(MemberCache, HoldsNothingWhenToldSo) {
  Cache cache{0, 1};
  cache.put("a", 1, at(10));
  EXPECT_EQ(cache.find("a", at(0)), std::nullopt);
  EXPECT_EQ(cache.size(), 0U);
}

TEST(MemberCache, IsSharedByThreads) {
  Cache cache{64, 1};
  std::atomic<int> wrong = 0;
  std::vector<std::jthread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 20'000; ++i) {
        const int value = i % 100;
        const std::string key = std::to_string(value);
        const auto found = cache.find(key, at(0));
        if (found && *found != value) ++wrong;
        if (!found) cache.put(key, value, at(10));
      }
    });
  threads.clear();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace moderato::membership
