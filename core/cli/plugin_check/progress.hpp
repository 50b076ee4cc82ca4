// Which call of a plugin a process is in, and about what: written by that process, read by the one that watches it.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "chain/at_work.hpp"

namespace moderato::cli::plugin_check {

enum class Call : std::uint8_t { none, load, create, check, remember, forget, lookback, destroy };

[[nodiscard]] std::string_view to_string(Call call);

// For one thread. Lies in memory that both processes have.
class Progress {
 public:
  // `about`: of which at most 128 bytes are kept: "comment 417 (an emoji)".
  void begin(Call call, std::string_view about = {}) {
    at_work_.begin({}, about);
    at_work_.doing(static_cast<std::uint16_t>(call));
  }
  void end() { at_work_.idle(); }

  // For the watcher.
  [[nodiscard]] std::uint64_t state() const { return at_work_.state(); }
  // "check, comment 417 (an emoji)"; empty between calls.
  [[nodiscard]] std::string text() const;

 private:
  AtWork at_work_;
};

// Begins a call, and ends it with the object.
class InCall {
 public:
  InCall(Progress& progress, Call call, std::string_view about = {}) : progress_(progress) {
    progress.begin(call, about);
  }
  ~InCall() { progress_.end(); }
  InCall(const InCall&) = delete;
  InCall& operator=(const InCall&) = delete;

 private:
  Progress& progress_;
};

}  // namespace moderato::cli::plugin_check
