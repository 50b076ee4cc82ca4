// Whether messages come so fast that to be woken for each costs more than to wait a moment for several: interrupt
// moderation, as network drivers have it (https://docs.kernel.org/networking/net_dim.html).
#pragma once

#include <chrono>
#include <cstddef>

namespace moderato {

// Belongs to one thread.
class Pace {
 public:
  using Clock = std::chrono::steady_clock;

  // How long to wait then. What is decided goes out with a commit, which takes about as long.
  static constexpr std::chrono::milliseconds moment{1};
  // From so many in a moment on.
  static constexpr std::size_t fast_from = 8;

  explicit Pace(Clock::time_point now) : since_(now) {}

  // So many more were read by now. Only what comes over a whole moment counts: a handful at once is no flow.
  void read(std::size_t messages, Clock::time_point now) {
    messages_ += messages;
    if (now - since_ < moment) return;
    fast_ = messages_ >= fast_from && moment * messages_ >= (now - since_) * fast_from;
    since_ = now;
    messages_ = 0;
  }

  [[nodiscard]] bool fast() const { return fast_; }

 private:
  Clock::time_point since_;
  std::size_t messages_ = 0;
  bool fast_ = false;
};

}  // namespace moderato
