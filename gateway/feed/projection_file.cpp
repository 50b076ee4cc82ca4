#include "feed/projection_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

namespace moderato::gateway {
namespace {

namespace fs = std::filesystem;

constexpr int patience_ms = 5'000;

// What is deleted is overwritten: erased means gone.
constexpr const char* settings_of_all = R"(
PRAGMA trusted_schema = OFF;
PRAGMA cell_size_check = ON;
PRAGMA temp_store = MEMORY;
PRAGMA secure_delete = ON;
)";

Error not_ours(const ProjectionFile& kind, const fs::path& file) {
  return {std::string{kind.code} + ".not_ours",
          file.string() + " is another program's file, or damaged. Configure another path for gateway." +
              std::string{kind.code} + ", or delete the file: it is filled again"};
}

Error failed(const ProjectionFile& kind, const fs::path& file, const sqlite::Failure& failure) {
  if (failure.code() == SQLITE_NOTADB || failure.code() == SQLITE_CORRUPT) return not_ours(kind, file);
  return cannot_open(kind, file, failure.what());
}

// Made here and not by SQLite, for its mode. Whether the file is there then; errno says why not.
bool make_file(const fs::path& file, mode_t mode) {
  const int made = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (made >= 0) ::close(made);
  return made >= 0 || errno == EEXIST;
}

sqlite::Database open_file(const ProjectionFile& kind, const fs::path& file, sqlite::Mode mode) {
  sqlite::Database database(file, mode, patience_ms);
  database.execute(settings_of_all);
  database.execute(("PRAGMA cache_size = -" + std::to_string(kind.cache_kib)).c_str());
  return database;
}

bool is_empty(sqlite::Database& database) {
  return database.integer("PRAGMA application_id") == 0 && database.integer("SELECT count(*) FROM sqlite_schema") == 0;
}

enum class Found : std::uint8_t { nothing, ours, other_version, not_ours };

Found look_at(const ProjectionFile& kind, const fs::path& file) {
  if (!fs::exists(file)) return Found::nothing;
  sqlite::Database database = open_file(kind, file, sqlite::Mode::read_write);
  if (is_empty(database)) return Found::nothing;
  if (database.integer("PRAGMA application_id") != kind.application_id) return Found::not_ours;
  return database.integer("PRAGMA user_version") == kind.version ? Found::ours : Found::other_version;
}

void create(const ProjectionFile& kind, sqlite::Database& database) {
  database.execute("PRAGMA encoding = 'UTF-8'");
  database.execute("PRAGMA journal_mode = WAL");
  sqlite::Transaction transaction(database);
  database.execute(kind.tables);
  database.execute(("PRAGMA application_id = " + std::to_string(kind.application_id)).c_str());
  database.execute(("PRAGMA user_version = " + std::to_string(kind.version)).c_str());
  transaction.commit();
}

}  // namespace

Error cannot_open(const ProjectionFile& kind, const fs::path& file, std::string_view why) {
  return {std::string{kind.code} + ".cannot_open",
          "cannot open " + std::string{kind.name} + " " + file.string() + ": " + std::string{why}};
}

Result<sqlite::Database> open_to_write(const ProjectionFile& kind, const fs::path& file) {
  try {
    switch (look_at(kind, file)) {
      case Found::ours:
      case Found::nothing:
        break;
      case Found::other_version:
        for (const char* const suffix : {"", "-wal", "-shm"}) fs::remove(file.string() + suffix);
        break;
      case Found::not_ours:
        return not_ours(kind, file);
    }
    if (!make_file(file, kind.mode)) return cannot_open(kind, file, std::strerror(errno));
    sqlite::Database database = open_file(kind, file, sqlite::Mode::read_write);
    if (is_empty(database)) create(kind, database);
    // A power cut may take the newest commits, and no more: the feed has them still.
    database.execute("PRAGMA synchronous = NORMAL");
    // In pages of 4 KiB. Larger ones hold more of a thread, and are written as a whole for each comment in it.
    database.execute("PRAGMA wal_autocheckpoint = 4096; PRAGMA journal_size_limit = 67108864");
    return database;
  } catch (const sqlite::Failure& failure) {
    return failed(kind, file, failure);
  } catch (const fs::filesystem_error& error) {
    return cannot_open(kind, file, error.what());
  }
}

Result<sqlite::Database> open_to_read(const ProjectionFile& kind, const fs::path& file) {
  try {
    sqlite::Database database = open_file(kind, file, sqlite::Mode::read_only);
    if (database.integer("PRAGMA application_id") != kind.application_id) return not_ours(kind, file);
    if (database.integer("PRAGMA user_version") != kind.version)
      return cannot_open(kind, file, "it is of another version; let its writer open it first");
    return database;
  } catch (const sqlite::Failure& failure) {
    return failed(kind, file, failure);
  }
}

}  // namespace moderato::gateway
