// Which comment an edit is one of: Coral says only that it is an edit.
#pragma once

#include <chrono>
#include <cstddef>
#include <mutex>
#include <string>
#include <unordered_map>

namespace moderato::gateway::coral {

// Thread-safe. Kept in memory, of the last comments alone: an edit of one that is not there any more is taken for a
// comment of its own.
class Edits {
 public:
  using Clock = std::chrono::steady_clock;

  // `window`: how long after it was written a comment may be edited. `most`: places that are kept.
  explicit Edits(Clock::duration window, std::size_t most = 100'000) : window_(window), half_(most / 2) {}

  // A new comment in this place (Ids::place_of).
  void wrote(const std::string& place, const std::string& id, Clock::time_point now);

  // The newest comment in this place that may still be edited; empty: none is known.
  [[nodiscard]] std::string edited(const std::string& place, Clock::time_point now) const;

 private:
  struct Newest {
    std::string id;
    Clock::time_point at;
  };
  using Places = std::unordered_map<std::string, Newest>;

  Clock::duration window_;
  std::size_t half_;
  mutable std::mutex mutex_;
  Places young_, old_;  // when the young one is full it becomes the old one
};

}  // namespace moderato::gateway::coral
