// The versions of the ledger's schema, and the way from each to the next.
//
// To change the schema: change the tables in schema.cpp, append the SQL that turns a ledger of the last version into
// one of the new (migration.cpp), and keep a dump of a ledger of the new version in tests/ledger/versions/. The tests
// then open every version that ever was, and hold what migrations make against what a new ledger gets.
#pragma once

#include <cstdint>
#include <span>

#include "sqlite/sqlite.hpp"

namespace moderato {

// SQL scripts: the first turns version 1 into 2, and so on. Each may consist of any number of statements.
using Migrations = std::span<const char* const>;

[[nodiscard]] Migrations migrations();

// The version that these lead to: of the schema that this program reads and writes.
[[nodiscard]] constexpr std::int64_t version_after(Migrations steps) {
  return 1 + static_cast<std::int64_t>(steps.size());
}

// Brings a ledger of this or an earlier version there, in one transaction: on a failure, and after a crash, it is as it
// was. Nobody else may be writing: the writer's lock sees to it. Throws sqlite::Failure.
void migrate(sqlite::Database& database, Migrations steps);

}  // namespace moderato
