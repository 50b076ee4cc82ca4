// Moments as programs count them.
#pragma once

#include <chrono>
#include <cmath>

#include "moderato/filter.hpp"

namespace moderato {

// Unix seconds; clamped to what Time can hold.
[[nodiscard]] inline Time from_unix(double seconds) {
  constexpr double limit = 9e12;  // just inside what 64 bits of microseconds hold
  if (!(seconds < limit)) return Time::max();
  if (seconds < -limit) return Time::min();
  return Time{std::chrono::microseconds{std::llround(seconds * 1e6)}};
}

}  // namespace moderato
