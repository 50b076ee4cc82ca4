// Erases comments for good, on request: finds those of a person, has the recorder erase them in slices, between which
// the daemon goes on, and then clears the ledger's log of what they said. What was asked for is on disk before it
// begins and is resumed after a crash. Between requests it enforces the retention of personal data.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chain/context.hpp"
#include "daemon/between_commits.hpp"
#include "daemon/erasure_order.hpp"
#include "daemon/logging.hpp"
#include "daemon/outbound.hpp"
#include "daemon/pipeline.hpp"
#include "daemon/retention.hpp"
#include "ledger/ledger.hpp"
#include "transport/channel.hpp"

namespace moderato {

// `run` is one thread; `inbox` is for the others.
class Eraser {
 public:
  struct Parts {
    LedgerWriter& writer;  // used between commits only
    std::unique_ptr<LedgerReader> ledger;
    AuthorPast& authors;
    Counters& counters;
    Channel<RecorderTask>& recorder;
    Outbound outbound;
    std::mutex& past;  // held by whoever tells filters the past; what is told then is not erased behind its back
    RetentionSettings retention;
    Log log;
    const std::atomic<bool>& stopping;  // once it is set, the rest is left to the next start
  };
  explicit Eraser(Parts parts);

  // Until the inbox is closed.
  void run();
  [[nodiscard]] Channel<EraseRequest>& inbox() { return inbox_; }

 private:
  void resume();
  void enforce_retention();
  void answer(const EraseRequest& request);
  [[nodiscard]] Result<std::int64_t> erase_as_asked(const EraseRequest& request);
  // Nothing: the daemon stops, and the order waits for the next start.
  [[nodiscard]] std::optional<std::int64_t> carry_out(const ErasureOrder& order);
  [[nodiscard]] std::optional<std::int64_t> erase(std::vector<Erasure> comments);
  // False: the daemon stops.
  [[nodiscard]] bool done_with(const std::string& note);
  [[nodiscard]] bool clear_log();

  Parts parts_;
  BetweenCommits between_commits_;
  Retention retention_;
  Channel<EraseRequest> inbox_;
};

}  // namespace moderato
