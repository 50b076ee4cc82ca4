// The whole terminal, for a picture that is drawn again and again.
#pragma once

#include <termios.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>

#include "cli/top/frame.hpp"

namespace moderato::cli {

// Takes the terminal (standard input and output must be one) and gives it back as it was, however the program ends by
// itself. Signals that end the program, and those of a new size, come to `wait` meanwhile: make it before any thread.
class Screen {
 public:
  Screen();
  ~Screen();
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;

  struct Size {
    std::size_t width = 80;
    std::size_t height = 24;
  };
  [[nodiscard]] static Size size();

  // What does not fit is left out below.
  void draw(std::span<const TopLine> lines) const;

  enum class Event : std::uint8_t { nothing, resized, quit };
  // Quit: q, Ctrl-C, the end of the input, or a signal.
  [[nodiscard]] Event wait(std::chrono::milliseconds time) const;

 private:
  termios before_{};
  sigset_t signals_before_{};
  int signals_ = -1;  // signalfd(2)
};

}  // namespace moderato::cli
