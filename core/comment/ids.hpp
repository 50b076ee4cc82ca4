// Strong types for what must not be mixed up.
#pragma once

#include <compare>
#include <cstdint>
#include <string_view>

namespace moderato {

// A decision's place in the ledger, from 1. 0: before all.
struct Seq {
  std::int64_t value = 0;
  friend auto operator<=>(const Seq&, const Seq&) = default;
};

// 64-bit hash of a comment's site and id (XXH3). Collisions are possible: compare site and id where it matters.
struct CommentKey {
  std::uint64_t value = 0;
  friend auto operator<=>(const CommentKey&, const CommentKey&) = default;
};

// 64-bit hash of what makes a submission the same again: everything moderated, not what a retry may change
// (created_at, token, ip, e-mail).
struct ContentHash {
  std::uint64_t value = 0;
  friend auto operator<=>(const ContentHash&, const ContentHash&) = default;
};

// What the ledger has for content that it does not hold any more. No submission has it. As many bytes as most hashes
// when SQLite stores it, so that a row can be overwritten in place.
inline constexpr ContentHash erased_content{0xE2A5EDE2A5EDE2A5U};

[[nodiscard]] CommentKey comment_key(std::string_view site, std::string_view id);

}  // namespace moderato
