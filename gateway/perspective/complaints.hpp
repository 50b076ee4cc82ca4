// What goes wrong again and again, in a log that it can't fill.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "comment/result.hpp"
#include "daemon/logging.hpp"

namespace moderato::gateway::perspective {

// Counts each, and says so at once, then once a minute at most: "perspective: 3 comments were scored and not recorded:
// …". Thread-safe.
class Complaints {
 public:
  // `what` goes wrong with each: "comments were scored and not recorded".
  Complaints(Log log, std::string_view what) : log_(std::move(log)), what_(what) {}

  // `why` of this one; the others were for like reasons.
  void add(const Error& why);

 private:
  using Clock = std::chrono::steady_clock;

  Log log_;
  std::string what_;
  std::mutex mutex_;
  std::uint64_t count_ = 0;  // since it was said last
  std::optional<Clock::time_point> said_at_;
};

}  // namespace moderato::gateway::perspective
