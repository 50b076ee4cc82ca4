#include "late_decisions/tables.hpp"

#include <array>

namespace moderato::gateway {
namespace {

// Times are milliseconds since 1970.
constexpr std::array steps{R"(
CREATE TABLE late_decisions_awaited (
  number     INTEGER PRIMARY KEY AUTOINCREMENT,
  protocol   TEXT NOT NULL,
  site       TEXT NOT NULL,
  comment    TEXT NOT NULL,
  data       TEXT NOT NULL,               -- the protocol's own, JSON
  since      INTEGER NOT NULL,
  told_seq   INTEGER NOT NULL,            -- the newest decision that the sender was told; 0: none
  told_at    TEXT NOT NULL,               -- its decided_at
  -- The newest decision of which is known. NULL: none.
  seq        INTEGER,
  decided_at TEXT,
  topic      INTEGER,
  action     TEXT,
  by_person  INTEGER,
  due_since  INTEGER,                     -- from when on it counts as untold
  next_at    INTEGER,                     -- not to be told before; NULL: it is not to be told, or was
  attempts   INTEGER NOT NULL DEFAULT 0,
  UNIQUE (site, comment, protocol)
) STRICT;
CREATE INDEX late_decisions_due ON late_decisions_awaited (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX late_decisions_receiver ON late_decisions_awaited (protocol, site, next_at) WHERE next_at IS NOT NULL;
CREATE INDEX late_decisions_since ON late_decisions_awaited (since);
-- The last decision that was taken up. `begun`: whether there is one, or was none at the beginning.
CREATE TABLE late_decisions_position (
  one        INTEGER PRIMARY KEY CHECK (one = 1),
  seq        INTEGER NOT NULL,
  decided_at TEXT NOT NULL,
  begun      INTEGER NOT NULL
) STRICT;
INSERT INTO late_decisions_position VALUES (1, 0, '', 0);
)"};

}  // namespace

StorePiece late_decision_tables() {
  return {"late_decisions", steps};
}

}  // namespace moderato::gateway
