// Rows of `decision` as values. A row whose small columns hold what never was written throws sqlite::Failure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "comment/comment.hpp"
#include "ledger/record.hpp"
#include "sqlite/sqlite.hpp"

namespace moderato {

// Hashes are unsigned here and signed in SQLite; the order of id_index is the signed one.
[[nodiscard]] constexpr std::int64_t stored(std::uint64_t hash) {
  return static_cast<std::int64_t>(hash);
}

// So are times that may be unknown: 0.
[[nodiscard]] constexpr std::int64_t stored(const std::optional<Time>& time) {
  return time ? time->time_since_epoch().count() : 0;
}
[[nodiscard]] constexpr std::optional<Time> time_from(std::int64_t stored) {
  return stored == 0 ? std::nullopt : std::optional{Time{std::chrono::microseconds{stored}}};
}

// What the names of notes begin with, among what else is in `meta`.
inline constexpr std::string_view note_prefix = "note:";

inline constexpr std::string_view select_record =
    "SELECT seq, subject, key, content, revision, topic, action, decided_at, decided_by, comment, verdict, "
    "published FROM decision ";
// All but whether something of the comment is published then, which is told by `read_published` of select_record alone:
// who mends a ledger finds it out anew. `into` keeps its memory from row to row. The comment of a review stays empty.
void read_record(const sqlite::Cursor& row, Record& into);
[[nodiscard]] bool read_published(const sqlite::Cursor& row);

inline constexpr std::string_view select_known =
    "SELECT d.seq, d.subject, d.content, d.revision, d.action, d.published, d.key, d.topic FROM decision d ";
[[nodiscard]] Known read_known(const sqlite::Cursor& row);
[[nodiscard]] CommentKey read_key(const sqlite::Cursor& row);  // of select_known

}  // namespace moderato
