// Finds the comments in the ledger that follow others: at start what is held until its parent is decided; and whenever
// a comment is taken back, what stands on the feed below it. The recorder then has them judged anew.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "chain/live_chains.hpp"
#include "daemon/between_commits.hpp"
#include "daemon/logging.hpp"
#include "daemon/pipeline.hpp"
#include "ledger/ledger.hpp"
#include "transport/channel.hpp"

namespace moderato {

// A comment that stood on the feed, and does not any more.
struct TakenBack {
  std::string site;
  std::string article;
  std::string id;
  Seq seq;  // the decision that took it back
};

// `run` is one thread; `inbox` is for the others.
class Replies {
 public:
  struct Parts {
    LedgerWriter& writer;  // used between commits only
    std::unique_ptr<LedgerReader> ledger;
    const LiveChains& live;
    Channel<RecorderTask>& recorder;
    Log log;
    const std::atomic<bool>& stopping;  // once it is set, the rest is left to the next start
  };
  explicit Replies(Parts parts) : parts_(std::move(parts)), between_commits_(parts_.recorder, parts_.stopping) {}

  // Until the inbox is closed. What was taken back while the daemon was not there to follow it up comes first, if any
  // filter cares for threads.
  void run();
  [[nodiscard]] Channel<TakenBack>& inbox() { return inbox_; }

 private:
  void resume();
  void find_waiting();
  void follow_up(std::span<const TakenBack> taken);
  void look_below(std::span<const TakenBack> taken);
  [[nodiscard]] std::optional<Seq> noted();
  void note(Seq upto);

  Parts parts_;
  BetweenCommits between_commits_;
  Channel<TakenBack> inbox_;
};

}  // namespace moderato
