// Hot reload: reads the configuration again and builds its chains beside those that decide. Only when all of it works
// do the new ones take over, between two comments; else the running ones stay as they were, and the reason is told.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <variant>
#include <vector>

#include "chain/live_chains.hpp"
#include "config/load.hpp"
#include "daemon/logging.hpp"
#include "daemon/outbound.hpp"
#include "daemon/pipeline.hpp"
#include "daemon/replay.hpp"
#include "ledger/ledger.hpp"
#include "transport/channel.hpp"
#include "transport/guard.hpp"

namespace moderato {

// `run` is one thread; `inbox` is for the others.
class Reloader {
 public:
  struct Parts {
    LiveChains& live;
    std::unique_ptr<LedgerReader> ledger;
    Counters& counters;
    Channel<RecorderTask>& recorder;
    Outbound outbound;
    std::function<Surroundings(const Settings&)> surroundings;
    Log log;
    Guard& guard;                       // told who is let in from now on
    std::mutex& past;                   // held while filters are told the past
    const std::atomic<bool>& stopping;  // once it is set, a reload that is under way is given up
  };
  // `running`: what the chains that decide were built from.
  Reloader(Settings running, Parts parts);

  // Until the inbox is closed.
  void run();
  [[nodiscard]] Channel<ReloadRequest>& inbox() { return inbox_; }

 private:
  using Changes = std::vector<std::string>;  // a sentence each
  using Outcome = std::variant<Changes, Problems>;

  [[nodiscard]] Outcome reload(bool dry_run);
  [[nodiscard]] Outcome attempt(bool dry_run);
  [[nodiscard]] Problems take_over(const LiveChains::Chains& next);
  [[nodiscard]] Problems take_over_with_the_past(const LiveChains::Chains& next, const Students::Filters& filters);
  [[nodiscard]] bool wait_until(const std::function<bool()>& done) const;
  void log_outcome(const Outcome& outcome, bool dry_run);
  [[nodiscard]] std::string answer(const Outcome& outcome, bool dry_run) const;

  Settings running_;
  Parts parts_;
  Channel<ReloadRequest> inbox_;
};

// Settings that differ and can't change while the daemon runs, by name.
[[nodiscard]] std::vector<std::string> needing_restart(const Settings& running, const Settings& next);

}  // namespace moderato
