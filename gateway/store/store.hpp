// What the gateway must not lose: one SQLite file with the tables of several rooms (accounts, reports, appeals, what is
// still to be sent). Unlike the read model, it can't be made again: it is migrated, and backed up.
#pragma once

#include <filesystem>
#include <span>
#include <string_view>

#include "comment/result.hpp"
#include "sqlite/sqlite.hpp"

namespace moderato::gateway {

// The tables of one room. Step N brings version N to N + 1, so the first makes them; a released step is never changed.
struct StorePiece {
  std::string_view name;  // "accounts": also what its tables' names begin with
  std::span<const char* const> steps;
};

// A connection of its own for one thread at a time, with the piece's tables up to date. Makes the file where there is
// none, for its user alone (mode 0600). Commits are durable (synchronous = FULL), and what is deleted is overwritten.
// Errors: store.cannot_open, store.not_ours; store.newer, where a later version has written it.
[[nodiscard]] Result<sqlite::Database> open_store(const std::filesystem::path& file, const StorePiece& piece);

}  // namespace moderato::gateway
