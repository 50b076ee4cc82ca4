// The newest decision on a comment: from memory, else from id_index. Keys are hashes, so whatever a key finds is
// believed only when the stored comment has the same site and id.
//
// Belongs to the connection it is made of and to its thread. Throws sqlite::Failure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ledger/id_table.hpp"
#include "sqlite/sqlite.hpp"

namespace moderato {

class Lookup {
 public:
  Lookup(sqlite::Database& database, const IdTable& ids);

  // `remembered`: what memory has for the key; looked at before the index.
  [[nodiscard]] std::optional<Known> newest(CommentKey key, std::string_view site, std::string_view id,
                                            const std::optional<Known>& remembered);

  // The frame that a row carries; empty when there is none.
  void read_comment(Seq seq, std::string& into);

 private:
  [[nodiscard]] bool is_of(Seq subject, std::string_view site, std::string_view id);

  const IdTable& ids_;
  sqlite::Statement indexed_;
  sqlite::Statement comment_;
  std::string frame_;
};

}  // namespace moderato
