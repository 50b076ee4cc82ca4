// Opening a ledger that is damaged in any way.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "comment/ids.hpp"
#include "comment/result.hpp"
#include "sqlite/sqlite.hpp"

namespace moderato {

// A copy of a ledger to read from, in which the ways to whatever rows there are have been made anew: the first page is
// that of a new ledger where it is damaged, since all ledgers' tables begin at the same pages; the pages that lead to
// the rows are written from the rows that are found (relink.hpp). Holds the copy until it goes.
class DamagedLedger {
 public:
  // Errors: ledger.corrupt, when it is no ledger at all; ledger.cannot_write, for the copy.
  static Result<DamagedLedger> open(const std::filesystem::path& file);
  DamagedLedger(DamagedLedger&&) noexcept = default;
  ~DamagedLedger();

  [[nodiscard]] sqlite::Database& database() { return *database_; }
  // The last decision there was; none when that can't be told.
  [[nodiscard]] std::optional<Seq> last_decision() const { return last_decision_; }
  // How many of them a file of this length can hold at most.
  [[nodiscard]] std::int64_t most_decisions() const { return most_decisions_; }

 private:
  DamagedLedger(std::unique_ptr<sqlite::Database> database, std::filesystem::path copy,
                std::optional<Seq> last_decision, std::int64_t most_decisions);

  std::unique_ptr<sqlite::Database> database_;
  std::filesystem::path copy_;
  std::optional<Seq> last_decision_;
  std::int64_t most_decisions_;
};

}  // namespace moderato
