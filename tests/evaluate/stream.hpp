// A labelled stream of comments: what comes in, and which of it repeats something.
//
// The folder holds comments.jsonl (id, author, site, article, parent or null, text), labels.jsonl (id, duplicate_of or
// null, recipe; what is not listed is "base", no duplicate) and, if there is one, articles.jsonl (article, site, text).
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace moderato::evaluate {

struct Comment {
  std::string id;
  std::string author;
  std::string text;
  std::string parent_text;  // empty: none, or not in the stream
  std::string parent_author;
  std::string article_text;    // empty: not known
  std::string recipe{"base"};  // how it was made, without the strength of the edit: "typo", not "typo/2"
  bool duplicate = false;
};

using Stream = std::vector<Comment>;  // in the order of arrival

// Throws std::runtime_error that names file and line.
[[nodiscard]] Stream read_stream(const std::filesystem::path& folder);

enum class Found : std::uint8_t { no, held, rejected };

// What `moderato run` answered to each comment. Throws std::runtime_error that names file and line, also when a comment
// has no verdict.
[[nodiscard]] std::vector<Found> read_verdicts(const std::filesystem::path& file, const Stream& stream);

}  // namespace moderato::evaluate
