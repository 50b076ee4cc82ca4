// Makes a ledger from decisions that were taken before: from an export, or from what a damaged file still has.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <vector>

#include "comment/result.hpp"
#include "ledger/ledger.hpp"
#include "ledger/schema.hpp"
#include "ledger/seq_ranges.hpp"
#include "ledger/tools/decision_history.hpp"

namespace moderato {

// The disk is full or fails. Not a sqlite::Failure, so that it is not mistaken for a source that can't be read.
class CannotBuild : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Not thread-safe. What is not finished is removed. Throws CannotBuild.
class LedgerBuilder {
 public:
  // `file` must not exist. Errors: ledger.exists, ledger.cannot_open.
  static Result<LedgerBuilder> create(const std::filesystem::path& file);
  LedgerBuilder(LedgerBuilder&& other) noexcept;
  ~LedgerBuilder();

  // In order of seq. Error, and nothing is added: ledger.unusable, for a comment or a verdict that can't be read, or a
  // review of what was not added.
  [[nodiscard]] Result<void> add(const Record& record);
  void add(const Article& article);
  void add_note(std::string_view name, std::string_view text);  // LedgerWriter::keep_note

  // The queue of held comments, the index of ids, `secret` (none: a new one), and what is known to be lost; then the
  // file is on disk, complete and closed. Errors: ledger.cannot_write.
  [[nodiscard]] Result<void> finish(const std::optional<std::array<std::uint8_t, 16>>& secret,
                                    const std::vector<SeqRange>& lost);

 private:
  struct Open;
  LedgerBuilder(std::filesystem::path file, sqlite::Database database);

  std::filesystem::path file_;
  std::unique_ptr<Open> open_;  // empty once finished
};

}  // namespace moderato
