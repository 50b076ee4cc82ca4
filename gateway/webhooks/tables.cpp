#include "webhooks/tables.hpp"

#include <array>

namespace moderato::gateway {
namespace {

// Times are milliseconds since 1970.
constexpr std::array steps{R"(
-- The hooks that the configuration had when the gateway was started last.
CREATE TABLE webhooks_hook (
  name      TEXT PRIMARY KEY,
  url       TEXT NOT NULL,
  gone_at   INTEGER,                     -- its receiver wants no more (410): nothing is kept or sent from then on
  discarded INTEGER NOT NULL DEFAULT 0   -- how many of those that were put aside went, for lack of room
) WITHOUT ROWID, STRICT;
-- What is still to be delivered, and what could not be.
CREATE TABLE webhooks_delivery (
  number   INTEGER PRIMARY KEY AUTOINCREMENT,
  hook     TEXT NOT NULL,
  id       TEXT NOT NULL,                -- of the decision, as receivers know it
  type     TEXT NOT NULL,                -- "comment.approved"
  site     TEXT NOT NULL,
  comment  TEXT NOT NULL,
  body     TEXT NOT NULL,
  since    INTEGER NOT NULL,             -- from when on it counts as undelivered
  next_at  INTEGER NOT NULL,             -- not to be tried before
  attempts INTEGER NOT NULL DEFAULT 0,
  failure  TEXT NOT NULL DEFAULT '',     -- of the last attempt
  away     INTEGER NOT NULL DEFAULT 0,   -- it was the receiver's as a whole, and not this delivery's
  dead_at  INTEGER                       -- put aside: it is not tried any more
) STRICT;
CREATE INDEX webhooks_due ON webhooks_delivery (hook, next_at, number) WHERE dead_at IS NULL;
CREATE INDEX webhooks_dead ON webhooks_delivery (hook, number) WHERE dead_at IS NOT NULL;
CREATE INDEX webhooks_of_comment ON webhooks_delivery (comment, site, number);
-- The last decision that was taken up. `begun`: whether there is one, or was none at the beginning.
CREATE TABLE webhooks_position (
  one        INTEGER PRIMARY KEY CHECK (one = 1),
  seq        INTEGER NOT NULL,
  decided_at TEXT NOT NULL,
  begun      INTEGER NOT NULL
) STRICT;
INSERT INTO webhooks_position VALUES (1, 0, '', 0);
)"};

}  // namespace

StorePiece webhook_tables() {
  return {"webhooks", steps};
}

}  // namespace moderato::gateway
