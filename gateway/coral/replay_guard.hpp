// Which webhooks are new.
#pragma once

#include <chrono>
#include <cstddef>
#include <mutex>
#include <string>
#include <unordered_set>

#include "comment/timestamp.hpp"

namespace moderato::gateway::coral {

// A signature says nothing of when it was made. So what is older than an hour is not heard, nor what is of a later hour
// than ours by five minutes, nor what was heard before; ids are remembered in memory for as long, and the last ones of
// `most` where there are more. Thread-safe.
class ReplayGuard {
 public:
  static constexpr std::chrono::hours oldest{1};
  static constexpr std::chrono::minutes fast_clock{5};

  explicit ReplayGuard(std::size_t most = 100'000) : half_(most / 2) {}

  [[nodiscard]] bool is_new(const std::string& id, Time created, Time now);

 private:
  std::size_t half_;
  std::mutex mutex_;
  Time turned_{};  // when the young ones became old
  std::unordered_set<std::string> young_, old_;
};

}  // namespace moderato::gateway::coral
