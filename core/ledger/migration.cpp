#include "ledger/migration.hpp"

#include <array>
#include <string>

namespace moderato {

namespace {

constexpr std::array<const char*, 3> scripts{
    "-- 2: comments may be erased (topic 4), which readers of version 1 take for damage",
    "INSERT INTO meta (name, value) SELECT 'last', coalesce(max(seq), 0) FROM decision",
    "ALTER TABLE article ADD COLUMN published_at INTEGER NOT NULL DEFAULT 0",
};

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
