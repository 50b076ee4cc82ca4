// How much one caller may do in a minute.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "moderato/siphash.hpp"

namespace moderato::gateway {

// A caller's whole allowance is there at first, and comes back evenly over a minute (the generic cell rate algorithm,
// ITU-T I.371). Thread-safe. Remembers a moment for each caller of the last minute, of whom it keeps a keyed hash; when
// there are more than `most`, those who have waited longest are forgotten.
class Allowance {
 public:
  using Clock = std::chrono::steady_clock;

  explicit Allowance(std::int64_t a_minute, std::size_t most = 200'000);  // 0: as much as they like

  // Nothing: go on, it is counted. Else how long to wait, at least a second.
  [[nodiscard]] std::optional<std::chrono::seconds> take(std::string_view caller, Clock::time_point now = Clock::now());

 private:
  void forget(Clock::time_point now);

  std::int64_t a_minute_;
  std::size_t most_;
  Siphash hash_;
  std::mutex mutex_;
  std::unordered_map<std::uint64_t, Clock::time_point> full_again_;  // when a caller's allowance is whole again
};

// What of an address stands for one caller: all of it, and of IPv6 the first half, all of which one may use.
[[nodiscard]] std::string caller_at(std::string_view address);

}  // namespace moderato::gateway
