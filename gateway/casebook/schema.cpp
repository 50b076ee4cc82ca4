#include "casebook/schema.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

namespace moderato::gateway::casebook {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t application_id = 0x4D6F6443;  // "ModC": what file(1) and SQLite show
constexpr std::int64_t version = 1;                  // of `tables`: raise it with every change to them
constexpr int patience_ms = 5'000;

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
  content = 'comment', content_rowid = 'number', tokenize = "unicode61 remove_diacritics 2"
);
-- The last decision that was applied, when it was taken, and whether `search` may still hold what was erased.
CREATE TABLE position (
  one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL, decided_at TEXT NOT NULL, to_clear INTEGER NOT NULL
);
INSERT INTO position VALUES (1, 0, '', 0);
)";

// What is deleted is overwritten: erased means gone.
constexpr const char* settings_of_all = R"(
PRAGMA trusted_schema = OFF;
PRAGMA cell_size_check = ON;
PRAGMA temp_store = MEMORY;
PRAGMA secure_delete = ON;
PRAGMA cache_size = -32768;
)";

Error cannot_open(const fs::path& file, const std::string& why) {
  return {"casebook.cannot_open", "cannot open the casebook " + file.string() + ": " + why};
}

Error not_ours(const fs::path& file) {
  return {"casebook.not_ours", file.string() + " is another program's file, or damaged. Configure another path for " +
                                   "gateway.casebook, or delete the file: it is filled again"};
}

Error failed(const fs::path& file, const sqlite::Failure& failure) {
  if (failure.code() == SQLITE_NOTADB || failure.code() == SQLITE_CORRUPT) return not_ours(file);
  return cannot_open(file, failure.what());
}

// Made here and not by SQLite, for its mode. Whether the file is there then; errno says why not.
bool make_file(const fs::path& file) {
  const int made = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (made >= 0) ::close(made);
  return made >= 0 || errno == EEXIST;
}

sqlite::Database open_file(const fs::path& file, sqlite::Mode mode) {
  sqlite::Database database(file, mode, patience_ms);
  database.execute(settings_of_all);
  return database;
}

bool is_empty(sqlite::Database& database) {
  return database.integer("PRAGMA application_id") == 0 && database.integer("SELECT count(*) FROM sqlite_schema") == 0;
}

enum class Found : std::uint8_t { nothing, ours, other_version, not_ours };

Found look_at(const fs::path& file) {
  if (!fs::exists(file)) return Found::nothing;
  sqlite::Database database = open_file(file, sqlite::Mode::read_write);
  if (is_empty(database)) return Found::nothing;
  if (database.integer("PRAGMA application_id") != application_id) return Found::not_ours;
  return database.integer("PRAGMA user_version") == version ? Found::ours : Found::other_version;
}

void create(sqlite::Database& database) {
  database.execute("PRAGMA encoding = 'UTF-8'");
  database.execute("PRAGMA journal_mode = WAL");
  sqlite::Transaction transaction(database);
  database.execute(tables);
  database.execute(("PRAGMA application_id = " + std::to_string(application_id)).c_str());
  database.execute(("PRAGMA user_version = " + std::to_string(version)).c_str());
  transaction.commit();
}

}  // namespace

Result<sqlite::Database> open_to_write(const fs::path& file) {
  try {
    switch (look_at(file)) {
      case Found::ours:
      case Found::nothing:
        break;
      case Found::other_version:
        for (const char* const suffix : {"", "-wal", "-shm"}) fs::remove(file.string() + suffix);
        break;
      case Found::not_ours:
        return not_ours(file);
    }
    if (!make_file(file)) return cannot_open(file, std::strerror(errno));
    sqlite::Database database = open_file(file, sqlite::Mode::read_write);
    if (is_empty(database)) create(database);
    // A power cut may take the newest commits, and no more: the feed has them still.
    database.execute("PRAGMA synchronous = NORMAL");
    database.execute("PRAGMA wal_autocheckpoint = 4096; PRAGMA journal_size_limit = 67108864");
    return database;
  } catch (const sqlite::Failure& failure) {
    return failed(file, failure);
  } catch (const fs::filesystem_error& error) {
    return cannot_open(file, error.what());
  }
}

Result<sqlite::Database> open_to_read(const fs::path& file) {
  try {
    sqlite::Database database = open_file(file, sqlite::Mode::read_only);
    if (database.integer("PRAGMA application_id") != application_id) return not_ours(file);
    if (database.integer("PRAGMA user_version") != version)
      return cannot_open(file, "it is of another version; let its writer open it first");
    return database;
  } catch (const sqlite::Failure& failure) {
    return failed(file, failure);
  }
}

}  // namespace moderato::gateway::casebook
