// Comments with the scores that were asked for, as JSON Lines: what was answered is never asked again.
//
// It holds the comments' texts, so that they can be judged again by a later Moderato, and is for its owner alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>

#include "cli/compare_perspective/scored_comment.hpp"
#include "cli/line_io.hpp"

namespace moderato::cli {

// Not thread-safe.
class PairsFile {
 public:
  // Makes it, or reads what is in it. A last line that was not written to its end is cut off; a line that is none of a
  // pair is an error, as the file may be another's. Only one program has it open at a time.
  // Errors: cli.cannot_write, cli.bad_input, cli.in_use.
  static Result<PairsFile> open(const std::string& name);

  // Whether there is an answer for the same text in the same language.
  [[nodiscard]] bool has(const ScoredComment& comment) const;
  [[nodiscard]] std::size_t size() const { return known_.size(); }

  // On its way to the disk when this returns. Error: cli.cannot_write.
  Result<void> append(const ScoredComment& comment);

 private:
  explicit PairsFile(File file) : file_(std::move(file)) {}
  Result<void> read(const std::string& name);

  File file_;
  std::unordered_set<std::uint64_t> known_;
};

// {"id": …, "text": …, "perspective": {"TOXICITY": 0.93, …}, "moderato": {…}} with a newline, as CommentSource reads
// it.
[[nodiscard]] std::string pair_line(const ScoredComment& comment);

}  // namespace moderato::cli
