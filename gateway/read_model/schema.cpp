#include "read_model/schema.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

namespace moderato::gateway {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t application_id = 0x4D6F6447;  // "ModG": what file(1) and SQLite show
constexpr std::int64_t version = 2;                  // of `tables`: raise it with every change to them
constexpr int patience_ms = 5'000;

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

// What is deleted is overwritten: erased means gone.
constexpr const char* settings_of_all = R"(
PRAGMA trusted_schema = OFF;
PRAGMA cell_size_check = ON;
PRAGMA temp_store = MEMORY;
PRAGMA secure_delete = ON;
PRAGMA cache_size = -16384;
)";

Error cannot_open(const fs::path& file, const std::string& why) {
  return {"read_model.cannot_open", "cannot open the read model " + file.string() + ": " + why};
}

Error not_ours(const fs::path& file) {
  return {"read_model.not_ours", file.string() + " is another program's file, or damaged. Configure another path for " +
                                     "gateway.read_model, or delete the file: it is filled again"};
}

Error failed(const fs::path& file, const sqlite::Failure& failure) {
  if (failure.code() == SQLITE_NOTADB || failure.code() == SQLITE_CORRUPT) return not_ours(file);
  return cannot_open(file, failure.what());
}

// Made here and not by SQLite, for its mode. Whether the file is there then; errno says why not.
bool make_file(const fs::path& file) {
  const int made = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
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
    // In pages of 4 KiB. Larger ones hold more of a thread, and are written as a whole for each comment in it.
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

}  // namespace moderato::gateway
