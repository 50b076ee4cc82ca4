#include "coral/links.hpp"

#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "store/store.hpp"

namespace moderato::gateway::coral {
namespace {

constexpr std::array steps{R"(
CREATE TABLE coral_key (key BLOB NOT NULL) STRICT;
CREATE TABLE coral_comment (
  number INTEGER PRIMARY KEY,
  site TEXT NOT NULL,
  comment TEXT NOT NULL,
  story TEXT NOT NULL,
  mark BLOB NOT NULL,
  coral TEXT,                -- its id in Coral, once it is known
  noted_at INTEGER NOT NULL  -- milliseconds since 1970
) STRICT;
CREATE UNIQUE INDEX coral_comment_ours ON coral_comment (site, comment);
CREATE INDEX coral_comment_mark ON coral_comment (mark);
CREATE INDEX coral_comment_theirs ON coral_comment (coral) WHERE coral IS NOT NULL;
CREATE INDEX coral_comment_age ON coral_comment (noted_at);
CREATE TABLE coral_position (one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL, decided_at TEXT NOT NULL) STRICT;
)"};

template <class Bytes>
Bytes bytes_of(std::span<const std::uint8_t> blob) {
  Bytes bytes{};
  std::copy_n(blob.begin(), std::min(blob.size(), bytes.size()), bytes.begin());
  return bytes;
}

}  // namespace

Links::Links(sqlite::Database reading, sqlite::Database writing)
    : reading_(std::move(reading)),
      writing_(std::move(writing)),
      find_(reading_, "SELECT story, mark, ifnull(coral, '') FROM coral_comment WHERE site = ? AND comment = ?"),
      ours_(reading_, "SELECT comment FROM coral_comment WHERE coral = ? AND site = ?"),
      note_(writing_,
            "INSERT INTO coral_comment (site, comment, story, mark, noted_at) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (site, comment) DO UPDATE SET mark = excluded.mark, noted_at = excluded.noted_at"),
      learn_(writing_,
             "UPDATE coral_comment SET coral = ? WHERE number = (SELECT number FROM coral_comment "
             "WHERE mark = ? AND site = ? ORDER BY noted_at DESC, number DESC LIMIT 1) RETURNING comment"),
      forget_(writing_, "DELETE FROM coral_comment WHERE noted_at < ?"),
      position_(writing_, "SELECT seq, decided_at FROM coral_position"),
      put_position_(writing_, "INSERT OR REPLACE INTO coral_position (one, seq, decided_at) VALUES (1, ?, ?)"),
      erase_(writing_, "DELETE FROM coral_comment WHERE site = ? AND comment = ?") {
  read_key();
}

Result<std::unique_ptr<Links>> Links::open(const std::filesystem::path& store) {
  auto writing = open_store(store, {"coral", steps});
  if (!writing) return writing.error();
  auto reading = open_store(store, {"coral", steps});
  if (!reading) return reading.error();
  return std::unique_ptr<Links>{new Links{std::move(*reading), std::move(*writing)}};
}

void Links::read_key() {
  sqlite::Transaction transaction{writing_};
  {
    sqlite::Statement read{writing_, "SELECT key FROM coral_key"};
    sqlite::Cursor row = read.query();
    if (row.next()) {
      key_ = bytes_of<IdKey>(row.blob(0));
      return;
    }
  }
  if (RAND_bytes(key_.data(), static_cast<int>(key_.size())) != 1)
    throw std::runtime_error("OpenSSL has no randomness");
  sqlite::Statement{writing_, "INSERT INTO coral_key (key) VALUES (?)"}.run(std::span<const std::uint8_t>{key_});
  transaction.commit();
}

void Links::note(std::span<const Handed> comments, WallTime now) {
  const std::lock_guard lock{writing_mutex_};
  sqlite::Transaction transaction{writing_};
  for (const Handed& each : comments)
    note_.run(each.site, each.id, each.story, std::span<const std::uint8_t>{each.mark}, number_of(now));
  transaction.commit();
}

std::optional<std::string> Links::learn(std::string_view site, const TextMark& mark, std::string_view coral) {
  const std::lock_guard lock{writing_mutex_};
  sqlite::Cursor row = learn_.query(coral, std::span<const std::uint8_t>{mark}, site);
  std::optional<std::string> ours;
  while (row.next()) ours = row.text(0);
  return ours;
}

std::optional<Link> Links::find(std::string_view site, std::string_view id) {
  const std::lock_guard lock{reading_mutex_};
  sqlite::Cursor row = find_.query(site, id);
  if (!row.next()) return std::nullopt;
  return Link{std::string{row.text(0)}, bytes_of<TextMark>(row.blob(1)), std::string{row.text(2)}};
}

std::optional<std::string> Links::ours(std::string_view site, std::string_view coral) {
  const std::lock_guard lock{reading_mutex_};
  sqlite::Cursor row = ours_.query(coral, site);
  return row.next() ? std::optional{std::string{row.text(0)}} : std::nullopt;
}

void Links::forget(WallTime before) {
  const std::lock_guard lock{writing_mutex_};
  forget_.run(number_of(before));
}

std::optional<Position> Links::position() {
  const std::lock_guard lock{writing_mutex_};
  sqlite::Cursor row = position_.query();
  if (!row.next()) return std::nullopt;
  return Position{Seq{row.integer(0)}, std::string{row.text(1)}};
}

void Links::erase(std::span<const Erased> comments, const Position& position) {
  const std::lock_guard lock{writing_mutex_};
  sqlite::Transaction transaction{writing_};
  for (const Erased& each : comments) erase_.run(each.site, each.id);
  put_position_.run(position.seq.value, position.decided_at);
  transaction.commit();
}

}  // namespace moderato::gateway::coral
