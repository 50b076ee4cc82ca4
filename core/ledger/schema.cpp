#include "ledger/schema.hpp"

#include <fcntl.h>
#include <sys/random.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>

#include "comment/verdict.hpp"
#include "ledger/migration.hpp"
#include "ledger/write_ahead_log.hpp"

namespace moderato {

namespace {

constexpr std::int64_t application_id = 0x4D6F6472;  // "Modr": what file(1) and SQLite show
constexpr int reader_patience_ms = 5'000;

// `key` and `content` are 64-bit hashes as SQLite's signed integers. The frames come last: what a scan for the small
// columns does not touch.
constexpr const char* tables = R"(
CREATE TABLE decision (
  seq        INTEGER PRIMARY KEY,
  subject    INTEGER NOT NULL,  -- the row that carries the comment: itself, or for a review an earlier one
  previous   INTEGER NOT NULL,  -- the decision on the same comment before this one; 0: none
  key        INTEGER NOT NULL,  -- hash of site and id
  content    INTEGER NOT NULL,  -- hash of what was submitted
  revision   INTEGER NOT NULL,
  topic      INTEGER NOT NULL,  -- 0 approved, 1 held, 2 rejected, 3 withdrawn, 4 erased
  action     INTEGER NOT NULL,  -- 1 hold, 2 reject, 3 approve
  published  INTEGER NOT NULL,  -- 1: after this decision some revision of the comment stands on the feed
  decided_at INTEGER NOT NULL,  -- microseconds since 1970
  decided_by TEXT NOT NULL,     -- 'chain' or a moderator
  comment    TEXT,              -- as submitted; NULL for reviews
  verdict    TEXT NOT NULL
);
CREATE TABLE held (seq INTEGER PRIMARY KEY);
CREATE TABLE id_index (key INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (key, seq)) WITHOUT ROWID;
CREATE TABLE article (
  site    TEXT NOT NULL,
  article TEXT NOT NULL,
  title   TEXT NOT NULL,
  url     TEXT NOT NULL,
  text    TEXT NOT NULL,
  closed  INTEGER NOT NULL,
  published_at INTEGER NOT NULL DEFAULT 0,  -- microseconds since 1970; 0: the site has not said
  PRIMARY KEY (site, article)
);
CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;

-- The same for people: SELECT * FROM decisions ORDER BY seq DESC LIMIT 20;
CREATE VIEW decisions AS
SELECT d.seq,
       strftime('%Y-%m-%dT%H:%M:%fZ', d.decided_at / 1e6, 'unixepoch') AS decided_at,
       CASE d.action WHEN 1 THEN 'hold' WHEN 2 THEN 'reject' ELSE 'approve' END AS action,
       d.decided_by,
       coalesce(json_extract(s.comment, '$.site'), 'default') AS site,
       json_extract(s.comment, '$.article') AS article,
       json_extract(s.comment, '$.id') AS id,
       d.revision,
       json_extract(s.comment, '$.author.id') AS author,
       json_extract(s.comment, '$.text') AS text,
       json_extract(d.verdict, '$.reasons') AS reasons
FROM decision d JOIN decision s ON s.seq = d.subject;
)";
static_assert(static_cast<int>(Topic::withdrawn) == 3 && static_cast<int>(Topic::erased) == 4 &&
              static_cast<int>(Action::hold) == 1 && static_cast<int>(Action::reject) == 2 &&
              static_cast<int>(Action::approve) == 3);

// What every connection gets. The file may come from anywhere: cells are checked, and what its schema could call is not
// trusted. What is deleted is overwritten: erased means gone.
constexpr const char* settings_of_all = R"(
PRAGMA trusted_schema = OFF;
PRAGMA cell_size_check = ON;
PRAGMA temp_store = MEMORY;
PRAGMA secure_delete = ON;
)";

std::array<std::uint8_t, 16> random_bytes() {
  std::array<std::uint8_t, 16> bytes{};
  if (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
    throw sqlite::Failure(SQLITE_IOERR, "the system has no random bytes");
  }
  return bytes;
}

void create(sqlite::Database& database) {
  database.execute("PRAGMA auto_vacuum = NONE; PRAGMA page_size = 16384; PRAGMA encoding = 'UTF-8'");
  database.execute("PRAGMA journal_mode = WAL");
  sqlite::Transaction transaction(database);
  database.execute(tables);
  database.execute(("PRAGMA application_id = " + std::to_string(application_id)).c_str());
  database.execute(("PRAGMA user_version = " + std::to_string(version_after(migrations()))).c_str());
  sqlite::Statement put(database, "INSERT INTO meta (name, value) VALUES (?, ?)");
  const auto secret = random_bytes();
  put.run("secret", std::span<const std::uint8_t>(secret));
  put.run("indexed_upto", 0);
  put.run("last", 0);
  transaction.commit();
}

bool is_empty(sqlite::Database& database) {
  return database.integer("SELECT count(*) FROM sqlite_schema") == 0 && database.integer("PRAGMA application_id") == 0;
}

// Whether the file is a ledger of this version; an older one only where it can be brought up to it.
std::optional<Error> refuse(sqlite::Database& database, const std::filesystem::path& file, bool older_will_do) {
  if (database.integer("PRAGMA application_id") != application_id) {
    return Error{"ledger.corrupt", file.string() + " is not a ledger of Moderato but another program's SQLite file. " +
                                       "Configure another path for the ledger."};
  }
  const std::int64_t known = version_after(migrations());
  const std::int64_t version = database.integer("PRAGMA user_version");
  if (version > known) {
    return Error{"ledger.wrong_version", file.string() + " was written by a newer Moderato: its schema is version " +
                                             std::to_string(version) + ", this program knows up to " +
                                             std::to_string(known) + ". Run the newer one."};
  }
  if (version < 1) {
    return Error{"ledger.corrupt", file.string() + " has schema version " + std::to_string(version) +
                                       ", which never was. Restore the file from a backup."};
  }
  if (version < known && !older_will_do) {
    return Error{"ledger.outdated", file.string() + " was written by an older Moderato: its schema is version " +
                                        std::to_string(version) + ", this program's is " + std::to_string(known) +
                                        ". Start moderatod on it once: that brings it up to date."};
  }
  return std::nullopt;
}

}  // namespace

Error cannot_open(const std::filesystem::path& file, const sqlite::Failure& failure) {
  switch (failure.code()) {
    case SQLITE_NOTADB:
      return {"ledger.corrupt", file.string() +
                                    " is not a ledger, or its first page is damaged: it is no SQLite file. Configure "
                                    "another path, run `moderato ledger repair`, or restore the file from a backup."};
    case SQLITE_CORRUPT:
      return {"ledger.corrupt",
              file.string() + " is damaged (" + failure.what() +
                  "). Stop the daemon and run `moderato ledger repair`, or restore the file from a backup."};
    case SQLITE_BUSY:
      return {"ledger.locked", "Another program keeps " + file.string() + " locked. Close it and try again."};
    default:
      return {"ledger.cannot_open", "Cannot open the ledger " + file.string() + ": " + failure.what() + "."};
  }
}

Result<sqlite::Database> open_to_write(const std::filesystem::path& file, const LedgerOptions& options) {
  // Made here and not by SQLite, for its mode: the ledger holds personal data. SQLite gives -wal and -shm the same.
  const int made = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
  if (made >= 0) {
    close(made);
  } else if (errno != EEXIST) {
    return Error{"ledger.cannot_open", "Cannot create the ledger " + file.string() + ": " + std::strerror(errno) + "."};
  }
  try {
    sqlite::Database database(file, sqlite::Mode::read_write, writer_patience_ms);
    database.execute(settings_of_all);
    // SQLite makes do with reading where it may not write, and would say so at the first commit only.
    if (sqlite3_db_readonly(database.handle(), "main") != 0) {
      return Error{"ledger.read_only",
                   "The ledger " + file.string() + " can't be written: it, or its disk, is read-only for this user."};
    }
    if (is_empty(database)) create(database);
    if (const auto error = refuse(database, file, true)) return *error;
    sqlite::Statement mode(database, "PRAGMA journal_mode = WAL");
    if (sqlite::Cursor row = mode.query(); !row.next() || row.text(0) != "wal") {
      return Error{"ledger.cannot_open", "Cannot keep a write-ahead log beside " + file.string() +
                                             ": its file system lacks shared memory. Put the ledger on a local disk."};
    }
    database.execute("PRAGMA synchronous = FULL");
    settle_log(database);
    migrate(database, migrations());
    database.execute("PRAGMA cache_size = -20480");  // 20 MiB: the system has the rest
    // Unless a checkpointer sees to it, the log is carried over into the file every 8 MiB, by the commit that reaches
    // it: the slowest commit of a million rows of 720 bytes took 28 to 29 ms (scripts/bench --only ledger). Longer
    // intervals make that commit longer, shorter ones write the index's pages more often.
    database.execute("PRAGMA wal_autocheckpoint = 512");
    database.execute("PRAGMA journal_size_limit = 67108864");
    if (options.max_file_bytes > 0) {
      const std::int64_t pages = options.max_file_bytes / database.integer("PRAGMA page_size");
      database.execute(("PRAGMA max_page_count = " + std::to_string(pages)).c_str());
    }
    return database;
  } catch (const sqlite::Failure& failure) {
    return cannot_open(file, failure);
  }
}

Result<sqlite::Database> open_to_read(const std::filesystem::path& file) {
  std::error_code ignored;
  if (!std::filesystem::exists(file, ignored)) {
    return Error{"ledger.cannot_open", "There is no ledger at " + file.string() + "."};
  }
  try {
    sqlite::Database database(file, sqlite::Mode::read_only, reader_patience_ms);
    database.execute(settings_of_all);
    database.execute("PRAGMA cache_size = -8192");  // 8 MiB
    if (const auto error = refuse(database, file, false)) return *error;
    return database;
  } catch (const sqlite::Failure& failure) {
    return cannot_open(file, failure);
  }
}

}  // namespace moderato
