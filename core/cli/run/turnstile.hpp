// Lets threads through one at a time, in the order of their tickets.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace moderato::cli {

// Thread-safe. Tickets are 0, 1, 2, …; each must be used once, or those after it wait for ever.
class Turnstile {
 public:
  // While it lives, it is this ticket's turn.
  class Turn {
   public:
    Turn(Turnstile& turnstile, std::uint64_t ticket) : turnstile_(turnstile) {
      std::unique_lock lock{turnstile_.mutex_};
      turnstile_.moved_.wait(lock, [&] { return turnstile_.next_ == ticket; });
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    ~Turn() {
      {
        const std::lock_guard lock{turnstile_.mutex_};
        ++turnstile_.next_;
      }
      turnstile_.moved_.notify_all();
    }

   private:
    Turnstile& turnstile_;
  };

 private:
  std::mutex mutex_;
  std::condition_variable moved_;
  std::uint64_t next_ = 0;
};

}  // namespace moderato::cli
