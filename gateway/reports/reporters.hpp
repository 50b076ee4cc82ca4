// Who has reported already, without keeping who it was.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <string_view>

#include "comment/timestamp.hpp"

namespace moderato::gateway {

using ReporterId = std::array<std::uint8_t, 16>;

// A reader's address or id under HMAC-SHA256 with a key that is made at random each day, is never written anywhere, and
// is gone with the next: what is stored can't be turned back, nor be followed from one day to another. So a reader may
// report the same comment again on another day, or after a restart. Thread-safe.
class Reporters {
 public:
  [[nodiscard]] ReporterId id_of(std::string_view site, std::string_view reader, Time now);

 private:
  std::mutex mutex_;
  std::chrono::sys_days day_{std::chrono::days{-1}};
  std::array<std::uint8_t, 32> key_{};
};

}  // namespace moderato::gateway
