// Who tries too often must wait: what keeps passwords and codes from being guessed.
#pragma once

#include <chrono>
#include <cstddef>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "comment/timestamp.hpp"

namespace moderato::gateway::accounts {

// Some attempts are free; after each further failure nobody with this key may try for a while, twice as long each time.
// What is tried meanwhile is refused and does not count. Forgotten some time after the last failure. Kept in memory
// alone; bounded: whoever failed longest ago is forgotten first. Thread-safe.
class Attempts {
 public:
  struct Limits {
    std::size_t free = 5;
    std::chrono::seconds first_wait{5};
    std::chrono::seconds longest_wait{15 * 60};
    std::chrono::seconds forgotten_after{60 * 60};
    std::size_t most_keys = 10'000;
  };
  explicit Attempts(Limits limits) : limits_(limits) {}

  // Counts one as failed, before it is known: so many at the same time are not more than one after the other. How long
  // to wait, and nothing counted, where it is too early.
  [[nodiscard]] std::optional<std::chrono::seconds> begin(const std::string& key, Time now);
  // It was not a failure; that is all.
  void take_back(const std::string& key);
  // It was right: no failure of this key counts any more.
  void forget(const std::string& key);

 private:
  struct Entry {
    std::size_t failed = 0;
    Time last;
    Time next;  // when one may be tried again
    std::list<std::string>::iterator place;
  };
  void forget_old(Time now);
  [[nodiscard]] Time next_after(std::size_t failed, Time now) const;

  Limits limits_;
  std::mutex mutex_;
  std::list<std::string> by_time_;  // the oldest failure first
  std::unordered_map<std::string, Entry> entries_;
};

}  // namespace moderato::gateway::accounts
