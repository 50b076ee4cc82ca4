// Counting times in buckets, and what is told of them.
#include "metrics/histogram.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <thread>
#include <vector>

namespace moderato {
namespace {

using std::chrono::microseconds;

TEST(Histogram, IsEmptyAtFirst) {
  const auto none = Histogram{}.snapshot();
  EXPECT_EQ(none.count(), 0U);
  EXPECT_EQ(none.mean(), 0);
  EXPECT_EQ(none.quantile(.99), 0);
}

TEST(Histogram, BoundsRiseAndBelongToTheirBuckets) {
  EXPECT_TRUE(std::ranges::is_sorted(Histogram::bounds, std::less_equal{}));
  for (std::size_t i = 0; i < Histogram::bounds.size(); ++i) {
    Histogram times;
    times.add(microseconds{Histogram::bounds[i]});
    times.add(microseconds{Histogram::bounds[i] + 1});
    EXPECT_EQ(times.snapshot().buckets[i], 1U) << Histogram::bounds[i];
    EXPECT_EQ(times.snapshot().buckets[i + 1], 1U) << Histogram::bounds[i];
  }
}

TEST(Histogram, TakesTimesThatCanNotBe) {
  Histogram times;
  times.add(microseconds{-5});
  times.add(microseconds{0});
  times.add(std::chrono::hours{1'000});
  EXPECT_EQ(times.snapshot().buckets.front(), 2U);
  EXPECT_EQ(times.snapshot().buckets.back(), 1U);
  EXPECT_EQ(times.snapshot().quantile(1), static_cast<double>(Histogram::bounds.back()));
}

TEST(Histogram, AddsManyOfAKindAtOnce) {
  Histogram times;
  times.add(microseconds{100}, 3);
  times.add(microseconds{300});
  EXPECT_EQ(times.snapshot().count(), 4U);
  EXPECT_EQ(times.snapshot().microseconds, 600U);
  EXPECT_EQ(times.snapshot().mean(), 150);
}

// A quantile lies in the bucket of the true one: no further off than the bucket is wide.
TEST(Histogram, QuantilesAreNearTheTrueOnes) {
  std::mt19937 random{42};
  std::lognormal_distribution<> draw{6, 2};
  std::vector<std::int64_t> all;
  Histogram times;
  for (int i = 0; i < 20'000; ++i) {
    all.push_back(std::min<std::int64_t>(static_cast<std::int64_t>(draw(random)), 50'000'000));
    times.add(microseconds{all.back()});
  }
  std::ranges::sort(all);
  for (const double q : {.01, .5, .9, .99, .999}) {
    const std::int64_t is = all[static_cast<std::size_t>(q * static_cast<double>(all.size())) - 1];
    const auto bound = std::ranges::lower_bound(Histogram::bounds, is);
    EXPECT_LE(times.snapshot().quantile(q), static_cast<double>(*bound)) << q;
    EXPECT_GE(times.snapshot().quantile(q), bound == Histogram::bounds.begin() ? 0.0 : static_cast<double>(bound[-1]))
        << q;
  }
}

TEST(Histogram, LosesNothingToThreads) {
  Histogram times;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i)
      threads.emplace_back([&] {
        for (int j = 0; j < 10'000; ++j) times.add(microseconds{j});
      });
  }
  EXPECT_EQ(times.snapshot().count(), 40'000U);
  EXPECT_EQ(times.snapshot().microseconds, 4U * (9'999U * 10'000U / 2));
}

}  // namespace
}  // namespace moderato
