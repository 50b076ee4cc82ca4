// A ledger as JSON Lines and back, without loss: to move it, to read it with other programs, to keep it for decades.
//
// The first line says what it is: {"kind":"ledger","format":1,"secret":…,"lost":…}. Then come what the daemon noted for
// itself, {"kind":"note","name":…,"text":…}; the articles:
// {"kind":"article","site":…,"article":…,"title":…,"url":…,"text":…,"closed":…,"published_at":…} (the last where
// known); and the decisions in order of seq:
// {"kind":"decision","seq":…,"subject":…,"content":…,"revision":…,"topic":…,"action":…,"decided_at":…,"decided_by":…,
// "comment":…,"verdict":…}, where comment (as submitted, byte for byte; absent from reviews, whose `subject` has it)
// and verdict are JSON texts in strings, and secret and content are hexadecimal. The last line counts both:
// {"kind":"end","articles":…,"decisions":…}.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string_view>

#include "comment/result.hpp"

namespace moderato {

struct Transferred {
  std::int64_t decisions = 0;
  std::int64_t articles = 0;
};

// The longest line that an export can have.
constexpr std::size_t longest_export_line = 64U << 20U;

// Gives each line, without its end, to `write`, whose error ends it. As of one moment, beside a running daemon. Errors
// also: as LedgerReader::open; ledger.corrupt for what can't be read.
[[nodiscard]] Result<Transferred> export_ledger(const std::filesystem::path& file,
                                                const std::function<Result<void>(std::string_view line)>& write);

// Makes a new ledger from the lines of an export. What is not finished is removed. Not thread-safe.
class LedgerImport {
 public:
  // `file` must not exist. Errors: ledger.exists, ledger.cannot_open.
  static Result<LedgerImport> begin(const std::filesystem::path& file);
  LedgerImport(LedgerImport&& other) noexcept;
  ~LedgerImport();

  // Errors: ledger.bad_import, saying what is wrong with the line; ledger.cannot_write.
  [[nodiscard]] Result<void> add(std::string_view line);
  // Errors: ledger.bad_import when the end is missing; ledger.cannot_write.
  [[nodiscard]] Result<Transferred> finish();

 private:
  struct State;
  explicit LedgerImport(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace moderato
