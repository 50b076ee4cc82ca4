// Reads comments, with the scores that people have of them, from JSON Lines or CSV: whichever the file is.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "cli/compare_perspective/csv_reader.hpp"
#include "cli/compare_perspective/scored_comment.hpp"
#include "cli/line_io.hpp"

namespace moderato::cli {

// Which fields hold what: columns of CSV, or names in JSON, where "a.b" is b within a. Letters may be of either case,
// and a version may follow, as in TOXICITY@6. Of several names the first that is there counts.
struct Fields {
  std::vector<std::string> text{"text", "comment", "comment_text", "comment.text", "body", "content"};
  std::vector<std::string> id{"id", "comment_id"};
  std::vector<std::string> language{"language", "lang"};
  std::array<std::vector<std::string>, attribute_count> perspective;
  std::array<std::vector<std::string>, attribute_count> moderato;

  // The usual ones: TOXICITY, perspective.TOXICITY, attributeScores.TOXICITY.summaryScore.value; moderato.TOXICITY.
  Fields();
};

// Not thread-safe.
class CommentSource {
 public:
  // Looks at the beginning, to see what it is. Errors: cli.bad_input, cli.bad_csv, cli.cannot_read.
  static Result<CommentSource> open(const File& file, Fields fields);

  // The next comment with a text or scores. What is none is told by bad_lines(). None: the end, or `failure`.
  [[nodiscard]] std::optional<ScoredComment> next();

  [[nodiscard]] const std::optional<Error>& failure() const { return failure_; }
  [[nodiscard]] bool is_csv() const { return csv_ != nullptr; }
  [[nodiscard]] std::size_t bad_lines() const { return bad_lines_; }
  [[nodiscard]] const std::string& first_bad() const { return first_bad_; }  // "line 7: …"

 private:
  // The columns of what Fields names; none: there is no such column.
  struct Columns {
    std::optional<std::size_t> text, id, language;
    std::array<std::optional<std::size_t>, attribute_count> perspective, moderato;
  };

  CommentSource(std::unique_ptr<LineReader> lines, Fields fields)
      : lines_(std::move(lines)), fields_(std::move(fields)) {}
  Result<void> begin();
  [[nodiscard]] Columns columns_of(const std::vector<std::string>& heading) const;
  std::optional<ScoredComment> next_of_json();
  std::optional<ScoredComment> next_of_csv();
  // Counts a line that is no comment.
  void bad(std::size_t line, const std::string& what);

  std::unique_ptr<LineReader> lines_;  // where csv_ finds it, also when this moves
  Fields fields_;
  std::optional<Line> first_;
  std::unique_ptr<CsvReader> csv_;  // null: JSON Lines
  Columns columns_;
  std::size_t bad_lines_ = 0;
  std::string first_bad_;
  std::optional<Error> failure_;
};

}  // namespace moderato::cli
