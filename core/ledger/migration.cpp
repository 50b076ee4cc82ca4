#include "ledger/migration.hpp"

#include <string>

namespace moderato {

namespace {

// None so far: version 1 is the only one there was.
constexpr Migrations scripts{};

}  // namespace

Migrations migrations() {
  return scripts;
}

void migrate(sqlite::Database& database, Migrations steps) {
  const std::int64_t found = database.integer("PRAGMA user_version");
  if (found == version_after(steps)) return;  // opening a ledger must not need to write to it
  sqlite::Transaction transaction(database);
  for (std::int64_t version = found; version < version_after(steps); ++version) {
    database.execute(steps[static_cast<std::size_t>(version - 1)]);
  }
  database.execute(("PRAGMA user_version = " + std::to_string(version_after(steps))).c_str());
  transaction.commit();
}

}  // namespace moderato
