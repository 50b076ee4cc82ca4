// The ledger's file: made, checked, and opened with the settings that its promises rest on.
#pragma once

#include <filesystem>

#include "comment/result.hpp"
#include "ledger/ledger.hpp"
#include "sqlite/sqlite.hpp"

namespace moderato {

// For the writer: makes the file where there is none, and brings one of an older version up to date. Errors:
// ledger.cannot_open, ledger.read_only, ledger.locked, ledger.wrong_version, ledger.corrupt.
Result<sqlite::Database> open_to_write(const std::filesystem::path& file, const LedgerOptions& options);

// For a reader: the file must exist. Same errors, and ledger.outdated for an older version.
Result<sqlite::Database> open_to_read(const std::filesystem::path& file);

// How long a commit waits for someone else's write transaction, at most; then it fails.
inline constexpr int writer_patience_ms = 2'000;

// What a failure to open or to read at start means to the operator.
Error cannot_open(const std::filesystem::path& file, const sqlite::Failure& failure);

}  // namespace moderato
