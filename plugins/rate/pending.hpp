// Comments that were checked and are not decided yet. They will take tokens, so the next check must know of them.
//
// One whose decision never comes (it was only tried, or an erasure overtook it) counts for five minutes, of the
// comments' time. There are never more than `most`: the oldest gives way.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <list>
#include <unordered_map>

#include "buckets.hpp"

namespace moderato::rate {

// The buckets a comment takes from, by kind; 0 where there is none.
using Keys = std::array<std::uint64_t, 4>;

// For one thread at a time.
class Pending {
 public:
  static constexpr Duration lasts = std::chrono::minutes{5};

  explicit Pending(std::size_t most) : most_(most) {}

  void add(std::uint64_t comment, const Keys& keys, Moment now);
  // It is decided, or checked again.
  void settle(std::uint64_t comment);
  // Drops what is five minutes off, either way: clocks may be set back.
  void expire(Moment now);

  // How many of them are going to take from this bucket.
  [[nodiscard]] std::int64_t of(std::uint64_t key) const;
  [[nodiscard]] std::size_t size() const { return comments_.size(); }

 private:
  struct Waiting {
    std::uint64_t comment;
    Keys keys;
    Moment since;
  };

  std::size_t most_;
  std::list<Waiting> waiting_;  // oldest first
  std::unordered_map<std::uint64_t, std::list<Waiting>::iterator> comments_;
  std::unordered_map<std::uint64_t, std::int64_t> counts_;
};

}  // namespace moderato::rate
