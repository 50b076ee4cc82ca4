// Tells again what the ledger knows, so that a restart and a reload forget nothing.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>

#include "chain/filter.hpp"
#include "ledger/ledger.hpp"

namespace moderato {

// Where a replay that goes back so far begins.
[[nodiscard]] Seq replay_start(LedgerReader& ledger, const Lookback& back);

struct Replayed {
  Seq next;               // the first that was not told
  std::int64_t told = 0;  // how many were; what can't be read, or was erased, is left out
};

// Tells the decisions from `from` up to `end`, which is left out, in order and from one thread. Ends early once `stop`
// is set.
Replayed replay(LedgerReader& ledger, Seq from, Seq end, const std::function<void(const moderato_decision&)>& tell,
                const std::atomic<bool>& stop);

}  // namespace moderato
