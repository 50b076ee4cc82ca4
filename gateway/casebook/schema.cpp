#include "casebook/schema.hpp"

namespace moderato::gateway::casebook {
namespace {

// States, topics, actions and kinds are numbers of the enums of the same name. Times are microseconds since 1970.
constexpr const char* tables = R"(
CREATE TABLE site (number INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE);
CREATE TABLE article (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  site   INTEGER NOT NULL,
  name   TEXT NOT NULL,
  url    TEXT,              -- as the newest comment with one says
  UNIQUE (name, site)
);
CREATE TABLE author (
  number   INTEGER PRIMARY KEY AUTOINCREMENT,
  site     INTEGER NOT NULL,
  id       TEXT NOT NULL,
  name     TEXT NOT NULL,     -- the newest
  first_at INTEGER NOT NULL,
  approved INTEGER NOT NULL DEFAULT 0,  -- how many comments are
  held     INTEGER NOT NULL DEFAULT 0,
  rejected INTEGER NOT NULL DEFAULT 0,  -- or withdrawn
  UNIQUE (id, site)
);
CREATE TABLE moderator (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE comment (
  number      INTEGER PRIMARY KEY AUTOINCREMENT,  -- in the order in which they came
  site        INTEGER NOT NULL,
  id          TEXT NOT NULL,
  article     INTEGER NOT NULL,
  parent      TEXT,
  author      INTEGER,             -- null: erased
  created_at  INTEGER,
  language    TEXT,
  first_at    INTEGER NOT NULL,    -- when it was decided first
  state       INTEGER NOT NULL,
  published   INTEGER NOT NULL,    -- some revision stands
  revision    INTEGER NOT NULL,
  seq         INTEGER NOT NULL,    -- the newest decision
  decided_at  INTEGER NOT NULL,    -- and when
  judged      INTEGER,             -- the chain's newest decision
  score       INTEGER NOT NULL,    -- 0..10000: how sure the filters are that hold or reject it
  author_name TEXT NOT NULL,       -- with `text` and `marks`: what the index `search` holds
  text        TEXT NOT NULL,
  marks       TEXT NOT NULL        -- words that no person writes: what searches narrow down by
);
CREATE UNIQUE INDEX comment_by_id ON comment (site, id);
CREATE INDEX comment_by_parent ON comment (article, parent, number);
CREATE INDEX comment_by_author ON comment (author, number);
CREATE INDEX comment_by_time ON comment (first_at);
CREATE INDEX held_by_seq ON comment (seq, site, decided_at) WHERE state = 1;
CREATE INDEX held_of_site ON comment (site, seq, decided_at) WHERE state = 1;
CREATE INDEX held_by_score ON comment (score, seq, site) WHERE state = 1;
CREATE INDEX held_of_site_by_score ON comment (site, score, seq) WHERE state = 1;
CREATE INDEX rejected_by_time ON comment (decided_at) WHERE state IN (2, 3) AND text <> '';
CREATE TABLE decision (
  seq       INTEGER PRIMARY KEY,
  comment   INTEGER NOT NULL,
  site      INTEGER NOT NULL,
  at        INTEGER NOT NULL,
  topic     INTEGER NOT NULL,
  action    INTEGER NOT NULL,
  kind      INTEGER NOT NULL,
  moderator INTEGER,               -- null: the chain
  revision  INTEGER NOT NULL,
  outcome   INTEGER NOT NULL,      -- of the chain's: what moderators made of it
  waited    INTEGER,               -- of a moderator's: how long the comment was held
  undone    INTEGER NOT NULL,      -- of a moderator's
  reasons   TEXT,                  -- JSON, as in the verdict
  scores    TEXT,                  -- likewise
  text      TEXT                   -- of its revision, where the comment has a newer one
);
CREATE INDEX decision_of_comment ON decision (comment, seq);
CREATE INDEX review_by_time ON decision (at, site, moderator, kind, undone, waited) WHERE moderator IS NOT NULL;
-- Why the chain held or rejected the newest revision.
CREATE TABLE reason (
  comment INTEGER NOT NULL,
  filter  TEXT NOT NULL,
  code    TEXT NOT NULL,
  PRIMARY KEY (comment, filter, code)
) WITHOUT ROWID;
-- Sums, by the hour (since 1970).
CREATE TABLE decisions_by_hour (
  site      INTEGER NOT NULL,
  hour      INTEGER NOT NULL,
  approved  INTEGER NOT NULL DEFAULT 0,
  held      INTEGER NOT NULL DEFAULT 0,
  rejected  INTEGER NOT NULL DEFAULT 0,
  withdrawn INTEGER NOT NULL DEFAULT 0,
  reviewed  INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (site, hour)
) WITHOUT ROWID;
CREATE TABLE filters_by_hour (
  site      INTEGER NOT NULL,
  hour      INTEGER NOT NULL,
  filter    TEXT NOT NULL,
  held      INTEGER NOT NULL DEFAULT 0,
  rejected  INTEGER NOT NULL DEFAULT 0,
  agreed    INTEGER NOT NULL DEFAULT 0,
  overruled INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (site, hour, filter)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE search USING fts5 (
  text, author_name, marks,
  content = 'comment', content_rowid = 'number', tokenize = "unicode61 remove_diacritics 2",
  prefix = '2 3'
);
-- The last decision that was applied, when it was taken, and whether `search` may still hold what was erased.
CREATE TABLE position (
  one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL, decided_at TEXT NOT NULL, to_clear INTEGER NOT NULL
);
INSERT INTO position VALUES (1, 0, '', 0);
)";

}  // namespace

const ProjectionFile casebook_file{
    .code = "casebook",
    .name = "the casebook",
    .application_id = 0x4D6F6443,  // "ModC"
    .version = 2,
    .mode = 0600,
    .cache_kib = 32'768,
    .tables = tables,
};

}  // namespace moderato::gateway::casebook
