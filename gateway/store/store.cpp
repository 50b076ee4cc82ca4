#include "store/store.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <string>
#include <thread>

namespace moderato::gateway {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t application_id = 0x4D6F6453;  // "ModS": what file(1) and SQLite show
constexpr int patience_ms = 5'000;

constexpr const char* settings_of_all = R"(
PRAGMA trusted_schema = OFF;
PRAGMA cell_size_check = ON;
PRAGMA foreign_keys = ON;
PRAGMA temp_store = MEMORY;
PRAGMA secure_delete = ON;
PRAGMA synchronous = FULL;
)";

Error cannot_open(const fs::path& file, const std::string& why) {
  return {"store.cannot_open", "cannot open the gateway's store " + file.string() + ": " + why};
}

Error not_ours(const fs::path& file) {
  return {"store.not_ours", file.string() + " is another program's file, or damaged. Configure another path for " +
                                "gateway.store, or restore it from a backup"};
}

// Made here and not by SQLite, for its mode. Whether the file is there then; errno says why not.
bool make_file(const fs::path& file) {
  const int made = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (made >= 0) ::close(made);
  return made >= 0 || errno == EEXIST;
}

bool is_empty(sqlite::Database& database) {
  return database.integer("PRAGMA application_id") == 0 && database.integer("SELECT count(*) FROM sqlite_schema") == 0;
}

void create(sqlite::Database& database) {
  sqlite::Transaction transaction(database);
  if (!is_empty(database)) return;  // another thread was faster
  database.execute("CREATE TABLE piece (name TEXT PRIMARY KEY, version INTEGER NOT NULL) WITHOUT ROWID, STRICT");
  database.execute(("PRAGMA application_id = " + std::to_string(application_id)).c_str());
  transaction.commit();
}

Result<void> bring_up_to_date(sqlite::Database& database, const fs::path& file, const StorePiece& piece) {
  sqlite::Transaction transaction(database);
  std::size_t version = 0;
  {
    sqlite::Statement get(database, "SELECT version FROM piece WHERE name = ?");
    sqlite::Cursor row = get.query(piece.name);
    if (row.next()) version = static_cast<std::size_t>(row.integer(0));
  }
  if (version > piece.steps.size())
    return Error{"store.newer", "a later version of moderato-gateway has written " + file.string() + ": its " +
                                    std::string{piece.name} + " are of version " + std::to_string(version) +
                                    ", and this one knows " + std::to_string(piece.steps.size())};
  if (version == piece.steps.size()) return {};
  for (const char* const step : piece.steps.subspan(version)) database.execute(step);
  sqlite::Statement put(database, "INSERT OR REPLACE INTO piece (name, version) VALUES (?, ?)");
  put.run(piece.name, piece.steps.size());
  transaction.commit();
  return {};
}

sqlite::Database open_file(const fs::path& file) {
  sqlite::Database database(file, sqlite::Mode::read_write, patience_ms);
  database.execute(settings_of_all);
  if (is_empty(database)) {
    database.execute("PRAGMA encoding = 'UTF-8'");
    database.execute("PRAGMA journal_mode = WAL");
    create(database);
  }
  return database;
}

// While another connection makes the file, SQLite does not wait where that could be for ever: it is asked again.
sqlite::Database open_patiently(const fs::path& file) {
  constexpr std::chrono::milliseconds pause{20};
  const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds{patience_ms};
  while (true) {
    try {
      return open_file(file);
    } catch (const sqlite::Failure& failure) {
      if (failure.code() != SQLITE_BUSY || std::chrono::steady_clock::now() >= until) throw;
    }
    std::this_thread::sleep_for(pause);
  }
}

}  // namespace

Result<sqlite::Database> open_store(const fs::path& file, const StorePiece& piece) {
  try {
    if (!make_file(file)) return cannot_open(file, std::strerror(errno));
    sqlite::Database database = open_patiently(file);
    if (database.integer("PRAGMA application_id") != application_id) return not_ours(file);
    if (auto done = bring_up_to_date(database, file, piece); !done) return done.error();
    return database;
  } catch (const sqlite::Failure& failure) {
    if (failure.code() == SQLITE_NOTADB || failure.code() == SQLITE_CORRUPT) return not_ours(file);
    return cannot_open(file, failure.what());
  }
}

}  // namespace moderato::gateway
