#include "ledger/lookup.hpp"

#include "ledger/rows.hpp"

namespace moderato {

Lookup::Lookup(sqlite::Database& database, const IdTable& ids)
    : ids_(ids),
      indexed_(database,
               std::string(select_known) + "JOIN id_index i ON d.seq = i.seq WHERE i.key = ? ORDER BY i.seq DESC"),
      comment_(database, "SELECT comment FROM decision WHERE seq = ?") {}

std::optional<Known> Lookup::newest(CommentKey key, std::string_view site, std::string_view id,
                                    const std::optional<Known>& remembered) {
  if (remembered && is_of(remembered->subject, site, id)) return remembered;
  if (!ids_.may_be_indexed(key)) return std::nullopt;
  sqlite::Cursor rows = indexed_.query(stored(key.value));
  while (rows.next()) {
    const Known known = read_known(rows);
    if (is_of(known.subject, site, id)) return known;
  }
  return std::nullopt;
}

void Lookup::read_comment(Seq seq, std::string& into) {
  sqlite::Cursor row = comment_.query(seq.value);
  into = row.next() ? row.text(0) : std::string_view{};
}

bool Lookup::is_of(Seq subject, std::string_view site, std::string_view id) {
  read_comment(subject, frame_);
  const auto comment = parse_stored(frame_);
  return comment && comment->site == site && comment->id == id;
}

}  // namespace moderato
