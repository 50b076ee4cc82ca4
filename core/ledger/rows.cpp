#include "ledger/rows.hpp"

#include <limits>

#include "comment/redact.hpp"

namespace moderato {

namespace {

template <class Enum>
Enum checked(std::int64_t value, Enum last) {
  if (value < 0 || value > static_cast<std::int64_t>(last)) {
    throw sqlite::Failure(SQLITE_CORRUPT, "a decision holds a number that means nothing");
  }
  return static_cast<Enum>(value);
}

}  // namespace

void read_record(const sqlite::Cursor& row, Record& into) {
  into.seq = {row.integer(0)};
  into.subject = {row.integer(1)};
  into.key = {static_cast<std::uint64_t>(row.integer(2))};
  into.content = {static_cast<std::uint64_t>(row.integer(3))};
  into.revision = static_cast<std::uint32_t>(row.integer(4));
  into.topic = checked(row.integer(5), Topic::erased);
  into.action = checked(row.integer(6), Action::approve);
  into.decided_at = Time(std::chrono::microseconds(row.integer(7)));
  into.decided_by = row.text(8);
  into.comment = row.text(9);
  into.verdict = row.text(10);
  if (into.content != erased_content) return;
  into.comment = without_padding(row.text(9));
  into.verdict = without_padding(row.text(10));
}

bool read_published(const sqlite::Cursor& row) {
  return row.integer(11) != 0;
}

Known read_known(const sqlite::Cursor& row) {
  return {.seq = {row.integer(0)},
          .subject = {row.integer(1)},
          .content = {static_cast<std::uint64_t>(row.integer(2))},
          .revision = static_cast<std::uint32_t>(row.integer(3)),
          .action = checked(row.integer(4), Action::approve),
          .published = row.integer(5) != 0,
          .erased = row.integer(7) == static_cast<std::int64_t>(Topic::erased)};
}

CommentKey read_key(const sqlite::Cursor& row) {
  return {static_cast<std::uint64_t>(row.integer(6))};
}

}  // namespace moderato
