// What a program writes, line by line, for the log.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

#include "fd.hpp"
#include "moderato/filter.hpp"

namespace moderato::remote {

// Not more than 100 lines in ten seconds, so that no program can fill the disk; the rest is counted. For one thread.
class LimitedLog {
 public:
  explicit LimitedLog(Host host) : host_(host) {}

  void say(Level level, std::string_view message);
  // How many were left out, if any.
  void say_left_out();

 private:
  Host host_;
  std::chrono::steady_clock::time_point since_;
  std::uint64_t said_ = 0;
  std::uint64_t left_out_ = 0;
};

// Takes bytes apart into lines. One that begins with "<3>", "<4>", "<6>" or "<7>" is an error, a warning, for
// information or for debugging (sd-daemon(3)); others are for information.
class ProgramOutput {
 public:
  explicit ProgramOutput(LimitedLog& log) : log_(log) {}

  // Reads what is there, but no more than is good for it at a time. False at its end.
  bool read(const Fd& fd);
  // The last one may have no end.
  void finish();

  // The last lines, for whoever wants to know why it ended; at most 300 bytes.
  [[nodiscard]] std::string last_lines() const;

 private:
  void say(std::string_view line);

  LimitedLog& log_;
  std::string begun_;
  std::deque<std::string> last_;
};

}  // namespace moderato::remote
