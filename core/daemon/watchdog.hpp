// Notices threads that are stuck, and says at what: a filter that hangs would otherwise just be silence.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "chain/at_work.hpp"
#include "daemon/logging.hpp"

namespace moderato {

// `look` belongs to one thread; `stuck` is for the others.
class Watchdog {
 public:
  using Clock = std::chrono::steady_clock;

  struct Watched {
    const AtWork& at_work;
    // Who does AtWork::what: "the filter \"x\""; or, where no comment is told, all that is known: "x has been at y".
    // Called by `look` when it is stuck.
    std::function<std::string(std::uint16_t what)> doing;
  };

  Watchdog(std::vector<Watched> watched, std::chrono::microseconds hang_after, Log log);

  // Call it often compared with `hang_after`: what is at the same step in two looks that are so far apart is stuck. It
  // is logged once, and when it goes on.
  void look(Clock::time_point now);

  // A sentence each for those that were stuck at the last look.
  [[nodiscard]] std::vector<std::string> stuck() const;

 private:
  struct Seen {
    std::uint64_t state = 0;
    Clock::time_point since;
    std::string stuck;  // the sentence, while it is
  };
  [[nodiscard]] std::string sentence(const Watched& watched, const Seen& seen, Clock::time_point now) const;

  std::vector<Watched> watched_;
  std::chrono::microseconds hang_after_;
  Log log_;
  mutable std::mutex mutex_;
  std::vector<Seen> seen_;  // one each
};

}  // namespace moderato
