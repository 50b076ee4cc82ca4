// A copy of a ledger, as of one moment, made while the daemon goes on.
#pragma once

#include <cstdint>
#include <filesystem>

#include "comment/result.hpp"

namespace moderato {

struct Backup {
  std::int64_t decisions = 0;
  std::int64_t bytes = 0;
};

// `to` must not exist; it appears when it is complete, was checked (check.hpp) and is on disk. It is one file: a daemon
// can start on it as it is. Until then the ledger's log can't be reused, so it grows. Errors: as LedgerReader::open;
// ledger.exists; ledger.cannot_write; ledger.corrupt when the copy, and so the ledger, is damaged.
[[nodiscard]] Result<Backup> back_up_ledger(const std::filesystem::path& file, const std::filesystem::path& to);

}  // namespace moderato
