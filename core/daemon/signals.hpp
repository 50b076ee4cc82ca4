// Signals that one thread waits for.
#pragma once

#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <initializer_list>

namespace moderato {

// Blocked in this thread, and in all that it starts from now on, as long as the object lives.
class Signals {
 public:
  Signals(std::initializer_list<int> signals) {
    sigemptyset(&set_);
    for (const int signal : signals) sigaddset(&set_, signal);
    pthread_sigmask(SIG_BLOCK, &set_, &before_);
  }
  ~Signals() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

  [[nodiscard]] int wait() const {
    int signal = 0;
    sigwait(&set_, &signal);
    return signal;
  }
  static void raise_stop() { ::kill(::getpid(), SIGTERM); }

 private:
  sigset_t set_{};
  sigset_t before_{};
};

}  // namespace moderato
