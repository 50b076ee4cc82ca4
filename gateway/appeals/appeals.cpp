#include "appeals/appeals.hpp"

#include <array>
#include <utility>

namespace moderato::gateway {
namespace {

using casebook::CaseChange;
using casebook::CaseKey;
using State = casebook::State;

constexpr std::array steps{R"(
CREATE TABLE appeals (
  site     TEXT NOT NULL,
  id       TEXT NOT NULL,
  revision INTEGER NOT NULL,
  text     TEXT NOT NULL,
  at       INTEGER NOT NULL,
  deciders TEXT NOT NULL,     -- who decided before, a line each
  state    INTEGER NOT NULL,  -- as Appeal::State
  answer   TEXT,
  PRIMARY KEY (site, id, revision)
) WITHOUT ROWID, STRICT;
CREATE INDEX appeals_open ON appeals (site, id) WHERE state = 0;
)"};

std::string lines_of(std::span<const std::string> names) {
  std::string lines;
  for (const std::string& name : names) lines.append(name).append("\n");
  return lines;
}

std::vector<std::string> names_in(std::string_view lines) {
  std::vector<std::string> names;
  for (std::size_t end = lines.find('\n'); end != lines.npos; end = lines.find('\n')) {
    names.emplace_back(lines.substr(0, end));
    lines.remove_prefix(end + 1);
  }
  return names;
}

}  // namespace

std::string_view to_string(Appeal::State state) {
  switch (state) {
    case Appeal::State::open:
      return "open";
    case Appeal::State::granted:
      return "granted";
    case Appeal::State::refused:
      return "refused";
  }
  return "";
}

Appeals::Appeals(sqlite::Database database)
    : database_(std::move(database)),
      get_(database_,
           "SELECT revision, text, at, deciders, state, answer FROM appeals WHERE site = ? AND id = ? "
           "ORDER BY revision DESC LIMIT 1"),
      put_(database_,
           "INSERT INTO appeals (site, id, revision, text, at, deciders, state) VALUES (?, ?, ?, ?, ?, ?, 0)"),
      settle_(database_,
              "UPDATE appeals SET state = ?1, answer = ?2 WHERE site = ?3 AND id = ?4 "
              "AND (state = 0 OR (state = ?1 AND answer IS NULL))"),
      drop_open_(database_, "DELETE FROM appeals WHERE site = ? AND id = ? AND state = 0"),
      drop_all_(database_, "DELETE FROM appeals WHERE site = ? AND id = ?") {
  sqlite::Statement get(database_, "SELECT site, id, revision FROM appeals WHERE state = 0");
  sqlite::Cursor row = get.query();
  while (row.next())
    open_.emplace(CaseKey{std::string{row.text(0)}, std::string{row.text(1)}},
                  static_cast<std::uint32_t>(row.integer(2)));
}

Result<std::unique_ptr<Appeals>> Appeals::open(const std::filesystem::path& store) {
  auto database = open_store(store, {"appeals", steps});
  if (!database) return database.error();
  return std::unique_ptr<Appeals>{new Appeals{std::move(*database)}};  // NOLINT: the constructor is nobody else's
}

Result<void> Appeals::file(const casebook::Case& one, std::vector<std::string> decided_before_by, std::string_view text,
                           Time at) {
  if (text.find_first_not_of(" \t\r\n") == text.npos)
    return Error{"appeal.text_missing", "Say in a sentence why the decision is wrong."};
  if (text.size() > most_text)
    return Error{"appeal.text_too_long", "An objection may have at most 2,000 bytes; shorten it."};
  if (one.state == State::approved || one.state == State::erased)
    return Error{"appeal.not_possible", "There is no decision against this comment to object to."};
  const std::lock_guard lock{mutex_};
  {
    sqlite::Cursor row = get_.query(one.key.site, one.key.id);
    if (row.next() && row.integer(0) == one.revision)
      return Error{"appeal.twice", "This decision was objected to already. One can do that once."};
  }
  const std::string names = lines_of(decided_before_by);
  put_.run(one.key.site, one.key.id, one.revision, text, at.time_since_epoch().count(), names);
  open_.insert_or_assign(one.key, one.revision);
  return {};
}

std::optional<Appeal> Appeals::find(const CaseKey& key) {
  const std::lock_guard lock{mutex_};
  sqlite::Cursor row = get_.query(key.site, key.id);
  if (!row.next()) return std::nullopt;
  Appeal appeal{key,
                static_cast<std::uint32_t>(row.integer(0)),
                std::string{row.text(1)},
                Time{std::chrono::microseconds{row.integer(2)}},
                names_in(row.text(3)),
                static_cast<Appeal::State>(row.integer(4)),
                std::nullopt};
  if (!row.is_null(5)) appeal.answer = row.text(5);
  return appeal;
}

std::vector<CaseKey> Appeals::open_ones() {
  const std::lock_guard lock{mutex_};
  std::vector<CaseKey> keys;
  keys.reserve(open_.size());
  for (const auto& [key, revision] : open_) keys.push_back(key);
  return keys;
}

bool Appeals::is_open(const CaseKey& key) {
  const std::lock_guard lock{mutex_};
  return open_.contains(key);
}

void Appeals::settle(const CaseKey& key, Appeal::State state, std::string_view answer) {
  const std::lock_guard lock{mutex_};
  // follow() may have heard of it before whoever decided has said why.
  if (open_.erase(key) == 0 && answer.empty()) return;
  if (answer.empty())
    settle_.run(static_cast<int>(state), nullptr, key.site, key.id);
  else
    settle_.run(static_cast<int>(state), answer, key.site, key.id);
}

void Appeals::follow(std::span<const CaseChange> changes) {
  for (const CaseChange& change : changes) {
    if (change.state == State::erased) {
      const std::lock_guard lock{mutex_};
      open_.erase(change.key);
      drop_all_.run(change.key.site, change.key.id);
      continue;
    }
    std::optional<std::uint32_t> revision;
    {
      const std::lock_guard lock{mutex_};
      if (const auto found = open_.find(change.key); found != open_.end()) revision = found->second;
    }
    if (!revision) continue;
    if (*revision < change.revision) {
      const std::lock_guard lock{mutex_};
      open_.erase(change.key);
      drop_open_.run(change.key.site, change.key.id);
    } else if (change.state == State::approved) {
      settle(change.key, Appeal::State::granted, {});
    }
  }
}

void Appeals::catch_up(const casebook::Reader& casebook) {
  std::vector<CaseKey> keys;
  {
    const std::lock_guard lock{mutex_};
    sqlite::Statement get(database_, "SELECT DISTINCT site, id FROM appeals");
    sqlite::Cursor row = get.query();
    while (row.next()) keys.push_back({std::string{row.text(0)}, std::string{row.text(1)}});
  }
  std::vector<CaseChange> changes;
  for (CaseKey& key : keys)
    if (const auto one = casebook.find(key.site, key.id))
      changes.push_back({std::move(key), one->seq, false, one->state, one->decided_by, one->revision});
  follow(changes);
}

}  // namespace moderato::gateway
