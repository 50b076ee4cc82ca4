// Whether the ledger can be used, for all who have to know: the recorder and the admission find out, the intake, stats
// and health checks ask.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>

#include "comment/result.hpp"

namespace moderato {

// Thread-safe. `usable` is one atomic load; the rest is for when something fails or somebody asks.
class LedgerHealth {
 public:
  enum class Use : std::uint8_t { writing, reading };

  void failed(Use use, const std::string& why) {
    const std::lock_guard lock{mutex_};
    (use == Use::writing ? write_trouble_ : read_trouble_) = why;
    usable_ = false;
  }
  void recovered(Use use) {
    const std::lock_guard lock{mutex_};
    (use == Use::writing ? write_trouble_ : read_trouble_).clear();
    usable_ = write_trouble_.empty() && read_trouble_.empty();
  }

  // False: no comment can be taken now, since none could be kept.
  [[nodiscard]] bool usable() const { return usable_.load(std::memory_order_relaxed); }
  // A sentence for the operator; empty when all is well.
  [[nodiscard]] std::string why() const {
    const std::lock_guard lock{mutex_};
    return write_trouble_.empty() ? read_trouble_ : write_trouble_;
  }

 private:
  mutable std::mutex mutex_;
  std::string write_trouble_;
  std::string read_trouble_;
  std::atomic<bool> usable_{true};
};

// What senders are told meanwhile. Reasons and paths are the operator's business.
[[nodiscard]] inline Error not_taken() {
  return {"ledger.unavailable",
          "The daemon can't write its ledger at the moment, so this was not taken. Send it again later."};
}
// Of what was taken in before, and may be decided still.
[[nodiscard]] inline Error not_kept_yet() {
  return {"ledger.unavailable",
          "The daemon can't write its ledger at the moment, so this is not kept yet. Send it again later, to have its "
          "verdict and to be sure."};
}

}  // namespace moderato
