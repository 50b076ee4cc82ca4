// Tells the filters again what the ledger knows, so that a restart forgets nothing.
#pragma once

#include <cstdint>

#include "chain/chain_set.hpp"
#include "chain/context.hpp"
#include "ledger/ledger.hpp"

namespace moderato {

// Goes as far back as any filter asks. Returns how many decisions were told.
std::int64_t replay(LedgerReader& ledger, const ChainSet& chains, AuthorPast& authors);

}  // namespace moderato
