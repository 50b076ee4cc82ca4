// A comment as it was handed in: the frame's bytes, untouched, and the fields Moderato knows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "comment/ids.hpp"
#include "comment/result.hpp"
#include "comment/timestamp.hpp"
#include "moderato/abi.h"

namespace moderato {

// Objects and lists in each other that a frame may have. An answer that holds a frame wraps it in a few more: whoever
// reads answers, or requests that hold a comment, allows `deepest_answer`.
constexpr std::size_t deepest_frame = 32;
constexpr std::size_t deepest_answer = deepest_frame + 8;

// What is accepted. Ids and names have fixed bounds (see parse.cpp); these are the operator's.
struct Limits {
  std::size_t text_bytes = 20'000;    // of `text`, decoded
  std::size_t frame_bytes = 262'144;  // of the whole frame

  bool operator==(const Limits&) const = default;
};

// Fields are views into memory that the object owns; moving it keeps them valid. Absent fields are empty.
struct CommentFrame {
  std::string frame;  // as it arrived

  std::string_view site;
  std::string_view id;
  std::string_view article;
  std::optional<std::string_view> parent;
  std::string_view author_id;
  std::string_view author_name;
  std::string_view author_ip;
  std::string_view author_email;
  std::string_view author_token;
  std::string_view text;
  std::string_view language;
  std::string_view url;
  std::optional<Time> created_at;

  [[nodiscard]] CommentKey key() const { return comment_key(site, id); }
  [[nodiscard]] ContentHash content() const;

  std::unique_ptr<char[]> decoded;  // what the views point into
};

// An article, as a site tells of it: {"kind": "article", "article": …}. Same rules of ownership.
struct ArticleFrame {
  std::string frame;

  std::string_view site;
  std::string_view article;
  std::string_view title;
  std::string_view url;
  std::string_view text;
  bool closed = false;
  std::optional<Time> published_at;

  std::unique_ptr<char[]> decoded;
};

// Why a frame was refused, and the id it named, when that could still be read: so that the sender knows which it was.
struct ParseError : Error {
  std::string id;
};

// Checks a frame against the schema. An error names the field, what was expected and what was found.
// Error codes: comment.too_large, comment.not_json, comment.wrong_type, comment.missing_field, comment.duplicate_field,
// comment.bad_value.
template <class T>
using Parsed = boost::system::result<T, ParseError>;

[[nodiscard]] Parsed<CommentFrame> parse_comment(std::string frame, const Limits& limits);
[[nodiscard]] Parsed<ArticleFrame> parse_article(std::string frame, const Limits& limits);
// An article says `"kind": "article"` in its outermost object; everything else is taken for a comment.
[[nodiscard]] Parsed<std::variant<CommentFrame, ArticleFrame>> parse_frame(std::string frame, const Limits& limits);

// A frame that was accepted once, whatever the limits are now; nothing when it has been damaged since.
[[nodiscard]] std::optional<CommentFrame> parse_stored(std::string frame);

// The comment as filters see it, without context. Points into `comment`.
[[nodiscard]] moderato_comment to_abi(const CommentFrame& comment, Time now, std::uint32_t revision);

}  // namespace moderato
