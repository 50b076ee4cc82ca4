// Token buckets by key, in a flat table that never holds more than a given number of them.
//
// A bucket is kept as its debt: how long it takes to be full again, at a moment. One that is full is like one that was
// never there, so dropping it changes nothing. When there is no room, full ones go first, then those that are full
// soonest, an eighth of all at once.
//
// Time that goes back a little does not count; a bucket that is more than `far` ahead of the time it is asked for comes
// from a clock that was wrong, and counts as full.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace moderato::rate {

using Duration = std::chrono::microseconds;
using Moment = std::chrono::microseconds;  // since 1970; 0 to `latest`

inline constexpr Moment latest{std::int64_t{1} << 61U};

// What a kind of bucket is like: it holds `burst` tokens and gains one each `per`.
struct Measure {
  std::int64_t burst = 0;
  Duration per{0};

  [[nodiscard]] Duration to_fill() const { return burst * per; }
};

// The same calls leave the same answers. For one thread at a time.
class Buckets {
 public:
  static constexpr Duration far = std::chrono::minutes{1};

  // `most`: at least 8.
  explicit Buckets(std::size_t most);

  // How long the bucket needs to be full; 0 for one that is not known.
  [[nodiscard]] Duration debt(std::uint64_t key, Moment now) const;

  // Takes a token, or what is left.
  void take(std::uint64_t key, const Measure& measure, Moment now);

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::size_t bytes() const { return slots_.size() * sizeof(Bucket); }

 private:
  struct Bucket {
    std::uint64_t key = 0;  // 0: a free slot
    Moment time{0};         // of the newest token taken
    Duration debt{0};       // at that time
  };

  static Duration debt(const Bucket& bucket, Moment now);
  [[nodiscard]] std::size_t slot_of(std::uint64_t key) const;
  void rebuild(const std::vector<Bucket>& buckets, std::size_t slots);
  void grow();
  void make_room(Moment now);

  std::size_t most_;
  std::size_t size_ = 0;
  std::vector<Bucket> slots_;  // a power of two of them, at most three quarters in use
};

}  // namespace moderato::rate
