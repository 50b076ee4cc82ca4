// Times of what is to be sent, as they are kept.
#pragma once

#include <chrono>
#include <cstdint>

namespace moderato::gateway {

using Milliseconds = std::chrono::milliseconds;
using WallTime = std::chrono::sys_time<Milliseconds>;

[[nodiscard]] inline WallTime wall_now() {
  return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
}

[[nodiscard]] inline std::int64_t number_of(WallTime time) {
  return time.time_since_epoch().count();
}

}  // namespace moderato::gateway
