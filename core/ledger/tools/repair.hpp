// Saves what can be read of a damaged ledger into a new one.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "comment/result.hpp"
#include "ledger/tools/seq_ranges.hpp"

namespace moderato {

struct Repair {
  std::filesystem::path
      damaged;                 // what the file was renamed to, with its log; empty: nothing was wrong, nothing changed
  std::int64_t decisions = 0;  // in the new ledger
  std::int64_t articles = 0;
  std::vector<SeqRange> lost;  // not in it, of those up to the last that is
  std::vector<Seq> altered;    // in it, with a comment that is not the one that was decided on
  bool articles_lost = false;  // some
  bool secret_lost = false;    // filters hash with a new one, and know nothing again that they had hashed
};

// Takes the writer's lock: the daemon must be stopped. Reads the decisions one by one, past whatever can't be read, and
// makes the queue of held comments and the index of ids anew. The damaged file is not written to: it stays, under
// another name, and the new one takes its place when it is complete and on disk. Errors: ledger.locked,
// ledger.cannot_open; ledger.corrupt when nothing can be read; ledger.cannot_write.
[[nodiscard]] Result<Repair> repair_ledger(const std::filesystem::path& file);

}  // namespace moderato
