// What a filter's process writes to its output, line by line, for the daemon's log under the filter's name. A line that
// begins with "<3>", "<4>", "<6>" or "<7>" is an error, a warning, for information or for debugging (sd-daemon(3)).
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "chain/filter.hpp"

namespace moderato::isolation {

// Not thread-safe. A process that writes without end can't fill the disk: of more than 100 lines in ten seconds the
// rest is counted.
class LogLines {
 public:
  LogLines(std::string filter, FilterLog log) : filter_(std::move(filter)), log_(std::move(log)) {}

  // Reads what is there.
  void read(int fd);
  // Says what has no end of line yet, and how many lines were left out.
  void finish();

  // What a host writes for a line of this level.
  [[nodiscard]] static std::string line(Level level, std::string_view message);

 private:
  void add(std::string_view bytes);
  void say(std::string_view line);
  void say_left_out();

  std::string filter_;
  FilterLog log_;
  std::string begun_;
  std::chrono::steady_clock::time_point since_;
  std::uint64_t said_ = 0;
  std::uint64_t left_out_ = 0;
};

}  // namespace moderato::isolation
