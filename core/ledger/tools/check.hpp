// Looks a ledger through for damage: what SQLite finds, and what the ledger itself promises of its rows.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "comment/result.hpp"
#include "ledger/seq_ranges.hpp"

namespace moderato {

struct Damage {
  std::string code;  // stable: "check.sqlite", "check.missing", "check.content", …
  std::string what;  // a sentence
};

struct Checkup {
  std::int64_t decisions = 0;
  std::int64_t held = 0;
  std::vector<SeqRange> known_lost;  // by a repair; no damage any more
  std::vector<Damage> damages;       // of each kind at most a hundred, and then how many more there are
};

// Reads only, and sees the ledger as of one moment: works beside a running daemon, whose log can't be reused until this
// is done. Takes some seconds and about 100 MB a million decisions. Errors as LedgerReader::open: then there is no
// ledger to look through, or none that can be.
[[nodiscard]] Result<Checkup> check_ledger(const std::filesystem::path& file);

}  // namespace moderato
