// A progress bar on a terminal, and nothing elsewhere.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>

namespace moderato::cli {

class Progress {
 public:
  // `total`: bytes to go through, when that is known.
  Progress(bool shown, std::optional<std::size_t> total) : shown_(shown), total_(total) {}
  ~Progress() { hide(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // Redraws, at most ten times a second.
  void update(std::size_t bytes, std::size_t answered);
  // Before something else is written to the terminal.
  void hide();

 private:
  bool shown_;
  bool visible_ = false;
  std::optional<std::size_t> total_;
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point drawn_{};
};

}  // namespace moderato::cli
