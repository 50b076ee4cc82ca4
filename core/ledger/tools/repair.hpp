// Saves what can be read of a damaged ledger into a new one.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "comment/result.hpp"
#include "ledger/seq_ranges.hpp"

namespace moderato {

struct Repair {
  // What the file was renamed to, with its log. Empty: nothing was wrong, and nothing was changed.
  std::filesystem::path damaged;
  std::int64_t decisions = 0;  // in the new ledger
  std::int64_t articles = 0;
  // Where numbering goes on when nobody can tell whether there were decisions after the last in the new ledger: behind
  // all that there can have been, lest subscribers take a new one for one that they have. Else 0.
  Seq goes_on_at;
  std::vector<SeqRange> lost;  // of those up to the last
  std::vector<Seq> altered;    // in it, with a comment that is not the one that was decided on
  bool notes_lost = false;     // some, of erasures that were under way
  bool articles_lost = false;  // some
  bool secret_lost = false;    // filters hash with a new one, and know nothing again that they had hashed
};

// Takes the writer's lock: the daemon must be stopped. Finds the decisions on whatever pages are sound, also where
// those that lead to them are not, and makes the queue of held comments and the index of ids anew. The damaged file is
// not written to: it stays, under another name, and the new one takes its place when it is complete and on disk. Needs
// twice the ledger's size of free disk meanwhile. Errors: ledger.locked, ledger.cannot_open; ledger.corrupt when
// nothing can be read; ledger.cannot_write.
[[nodiscard]] Result<Repair> repair_ledger(const std::filesystem::path& file);

}  // namespace moderato
