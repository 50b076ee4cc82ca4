// Tells the filters again what the ledger knows, so that a restart forgets nothing.
#pragma once

#include <atomic>
#include <cstdint>

#include "chain/chain_set.hpp"
#include "chain/context.hpp"
#include "ledger/ledger.hpp"

namespace moderato {

// Goes as far back as any filter asks, and up to `end`, which is left out. Ends early once `stop` is set. Returns how
// many decisions were told.
std::int64_t replay(LedgerReader& ledger, Seq end, const ChainSet& chains, AuthorPast& authors,
                    const std::atomic<bool>& stop);

}  // namespace moderato
