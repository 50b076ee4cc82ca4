#include "console/views.hpp"

#include <array>
#include <utility>

namespace moderato::gateway::console {
namespace {

constexpr std::array steps{R"(
CREATE TABLE views (
  owner  TEXT NOT NULL,
  name   TEXT NOT NULL,
  shared INTEGER NOT NULL,
  query  TEXT NOT NULL,
  PRIMARY KEY (owner, name)
) WITHOUT ROWID, STRICT;
CREATE INDEX views_shared ON views (name) WHERE shared = 1;
)"};

}  // namespace

Views::Views(sqlite::Database database)
    : database_(std::move(database)),
      get_(database_,
           "SELECT name, owner, shared, query FROM views WHERE owner = ? OR shared = 1 ORDER BY name, owner"),
      put_(database_, "INSERT OR REPLACE INTO views (owner, name, shared, query) VALUES (?, ?, ?, ?)"),
      count_(database_, "SELECT count(*) FROM views WHERE owner = ? AND name <> ?"),
      drop_(database_, "DELETE FROM views WHERE owner = ? AND name = ?"),
      drop_shared_(database_, "DELETE FROM views WHERE shared = 1 AND name = ?") {}

Result<std::unique_ptr<Views>> Views::open(const std::filesystem::path& store) {
  auto database = open_store(store, {"views", steps});
  if (!database) return database.error();
  return std::unique_ptr<Views>{new Views{std::move(*database)}};  // NOLINT: the constructor is nobody else's
}

std::vector<View> Views::seen_by(std::string_view who) {
  const std::lock_guard lock{mutex_};
  std::vector<View> views;
  sqlite::Cursor row = get_.query(who);
  while (row.next())
    views.push_back(
        {std::string{row.text(0)}, std::string{row.text(1)}, row.integer(2) != 0, std::string{row.text(3)}});
  return views;
}

Result<void> Views::put(const View& view) {
  const std::lock_guard lock{mutex_};
  {
    sqlite::Cursor row = count_.query(view.owner, view.name);
    if (row.next() && static_cast<std::size_t>(row.integer(0)) >= most)
      return Error{"view.too_many", "You have 100 views already; delete one first."};
  }
  put_.run(view.owner, view.name, view.shared ? 1 : 0, view.query);
  return {};
}

bool Views::drop(std::string_view name, std::string_view who, bool any_shared) {
  const std::lock_guard lock{mutex_};
  drop_.run(who, name);
  if (sqlite3_changes(database_.handle()) > 0) return true;
  if (!any_shared) return false;
  drop_shared_.run(name);
  return sqlite3_changes(database_.handle()) > 0;
}

}  // namespace moderato::gateway::console
