// The thread that looks after the others: while none of them is stuck it tells systemd that the daemon is alive, and
// how it is in one line. Once one is stuck it tells nothing more, and systemd restarts the daemon.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "daemon/watchdog.hpp"

namespace moderato {

// Works until destroyed.
class Caretaker {
 public:
  // `status` is called from the caretaker's thread.
  Caretaker(Watchdog& watchdog, std::chrono::microseconds hang_after, std::function<std::string()> status);

 private:
  void run(const std::stop_token& stop);

  Watchdog& watchdog_;
  std::chrono::microseconds period_;
  std::function<std::string()> status_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::jthread thread_;  // last: it uses all the others
};

}  // namespace moderato
