// A filter's log that can't fill the disk.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "chain/filter.hpp"

namespace moderato {

// Says each complaint (a warning or an error) of a filter at most once in ten seconds, and how many it left out: a
// database that is away would otherwise write a line per comment. Thread-safe.
class RateLimitedLog {
 public:
  using Clock = std::chrono::steady_clock;

  explicit RateLimitedLog(FilterLog log, Clock::time_point (*now)() = &Clock::now) : log_(std::move(log)), now_(now) {}

  void operator()(Level level, std::string_view filter, std::string_view message);

 private:
  struct Said {
    bool ever = false;
    Clock::time_point at;
    std::uint64_t left_out = 0;
  };
  Said& said_of(Level level, std::string_view filter, std::string_view message);

  FilterLog log_;
  Clock::time_point (*now_)();
  std::mutex mutex_;
  std::map<std::string, Said> said_;  // by filter, level and beginning
};

}  // namespace moderato
