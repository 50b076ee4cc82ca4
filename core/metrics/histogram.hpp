// How long things took: counts in fixed buckets, cheap enough to be kept for every comment.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace moderato {

// Thread-safe: adding is two relaxed additions, without locks and allocation.
class Histogram {
 public:
  // The buckets' upper bounds in microseconds, each included. Longer times have a last bucket of their own.
  static constexpr std::array<std::int64_t, 43> bounds{
      1,         2,         3,         5,         7,          10,         15,        20,      30,
      50,        70,        100,       150,       200,        300,        500,       700,     1'000,
      1'500,     2'000,     3'000,     5'000,     7'000,      10'000,     15'000,    20'000,  30'000,
      50'000,    70'000,    100'000,   150'000,   200'000,    300'000,    500'000,   700'000, 1'000'000,
      1'500'000, 2'000'000, 3'000'000, 5'000'000, 10'000'000, 30'000'000, 60'000'000};

  // What was counted at one time. A time added meanwhile may be in the buckets and not yet in the sum.
  struct Snapshot {
    std::array<std::uint64_t, bounds.size() + 1> buckets{};
    std::uint64_t microseconds = 0;  // the sum of all

    [[nodiscard]] std::uint64_t count() const;
    [[nodiscard]] double mean() const;  // microseconds; 0 when nothing was counted
    // The time that a share of `q` (0..1) did not exceed, in microseconds: exact to its bucket, and within the bucket
    // as if times were spread evenly. Never above the highest bound; 0 when nothing was counted.
    [[nodiscard]] double quantile(double q) const;
  };

  // `times` times the same. What is below zero counts as zero.
  void add(std::chrono::microseconds took, std::uint64_t times = 1) {
    const std::int64_t value = took.count() < 0 ? 0 : took.count();
    buckets_[bucket_of(value)].fetch_add(times, std::memory_order_relaxed);
    microseconds_.fetch_add(static_cast<std::uint64_t>(value) * times, std::memory_order_relaxed);
  }

  [[nodiscard]] Snapshot snapshot() const;

 private:
  [[nodiscard]] static std::size_t bucket_of(std::int64_t microseconds);

  std::array<std::atomic<std::uint64_t>, bounds.size() + 1> buckets_{};
  std::atomic<std::uint64_t> microseconds_{0};
};

}  // namespace moderato
