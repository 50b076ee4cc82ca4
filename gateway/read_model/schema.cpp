#include "read_model/schema.hpp"

namespace moderato::gateway {
namespace {

// A thread is read as one piece of the table `comment`, in its order. Sites and articles have numbers there, which are
// not given twice.
constexpr const char* tables = R"(
CREATE TABLE site (number INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE);
CREATE TABLE article (
  number   INTEGER PRIMARY KEY AUTOINCREMENT,
  site     INTEGER NOT NULL,
  name     TEXT NOT NULL,
  comments INTEGER NOT NULL,  -- how many are published
  title    TEXT,              -- what the site told of it; NULL: nothing yet, and so the columns behind it
  url      TEXT,
  closed   INTEGER,
  published_at INTEGER,       -- microseconds since 1970; NULL: it has not said
  UNIQUE (site, name)
);
CREATE TABLE comment (
  article     INTEGER NOT NULL,
  first_seq   INTEGER NOT NULL,  -- the decision that published it first
  site        INTEGER NOT NULL,
  state       INTEGER NOT NULL,  -- 0 published; only its place is left: 1 withdrawn, 2 erased
  id          TEXT NOT NULL,
  parent      TEXT,
  author_id   TEXT NOT NULL,
  author_name TEXT NOT NULL,
  staff       INTEGER NOT NULL,
  created_at  INTEGER NOT NULL,  -- microseconds since 1970
  edited_at   INTEGER,           -- likewise; NULL: never
  revision    INTEGER NOT NULL,
  seq         INTEGER NOT NULL,  -- the decision that published this revision
  text        TEXT NOT NULL,
  PRIMARY KEY (article, first_seq)
) WITHOUT ROWID;
CREATE UNIQUE INDEX comment_by_id ON comment (site, id);
CREATE INDEX comment_by_age ON comment (site, first_seq) WHERE state = 0;
CREATE INDEX comment_by_seq ON comment (article, seq) WHERE state = 0;
CREATE INDEX comment_by_parent ON comment (article, parent) WHERE parent IS NOT NULL;
-- The last decision that was applied, and when it was taken.
CREATE TABLE position (one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL, decided_at TEXT NOT NULL);
INSERT INTO position VALUES (1, 0, '');
)";

}  // namespace

const ProjectionFile read_model_file{
    .code = "read_model",
    .name = "the read model",
    .application_id = 0x4D6F6447,  // "ModG"
    .version = 2,
    .mode = 0640,
    .cache_kib = 16'384,
    .tables = tables,
};

}  // namespace moderato::gateway
