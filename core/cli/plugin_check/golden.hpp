// The comments that a filter is tried with: what people write, and what only someone hostile does. Each is read by the
// daemon's own intake, so a filter gets what it could get there and nothing else: UTF-8 without NUL characters, fields
// within their limits.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "comment/comment.hpp"
#include "moderato/filter.hpp"

namespace moderato::cli::plugin_check {

struct GoldenComment {
  std::string about;     // "a flood of combining marks, 20000 bytes"
  bool typical = false;  // as people write
  CommentFrame frame;
  Time now;
  std::uint32_t revision = 0;

  // Context; absent where the daemon does not know it.
  std::optional<std::string> parent_text;
  std::optional<std::string> parent_author;
  std::optional<std::string> article_title;
  std::optional<std::string> article_url;
  std::optional<std::string> article_text;
  bool article_closed = false;
  std::uint32_t author_approved = 0;
  std::uint32_t author_held = 0;
  std::uint32_t author_rejected = 0;
  ParentState parent_state = ParentState::untold;
  std::optional<std::string> parent_article;
  std::uint32_t depth = 0;
  std::optional<Time> article_published_at;
  bool anew = false;

  // As `check` gets it, and as decisions have it. Both point into this.
  [[nodiscard]] moderato_comment with_context() const;
  [[nodiscard]] moderato_comment without_context() const { return to_abi(frame, now, revision); }
};

// About a thousand, in the order of their times; the same for the same seed and limits on every machine.
[[nodiscard]] std::vector<GoldenComment> golden_comments(std::uint64_t seed, const Limits& limits);

}  // namespace moderato::cli::plugin_check
