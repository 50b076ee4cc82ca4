// SQLite's log beside the ledger, from which its latest commits are read.
#pragma once

#include "sqlite/sqlite.hpp"

namespace moderato {

// For the writer, when it opens. The log may hold commits that never reached the disk: their process was killed before
// it synced them, or the sync failed. From here on they are answered from, and new ones are written behind them, so
// they are brought there. After a sync that failed another one does not help, since the system takes for written what
// it gave up on: the log is written anew, byte for byte. And a log that was removed stays so, since SQLite syncs the
// folder along with the first sync of a log. tests/ledger/faults loses commits without either. Throws sqlite::Failure.
void settle_log(sqlite::Database& database);

}  // namespace moderato
