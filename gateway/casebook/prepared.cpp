#include "casebook/prepared.hpp"

namespace moderato::gateway::casebook {
namespace {

constexpr std::size_t most_statements = 200;  // then all are forgotten

void check(int code, sqlite3* database) {
  if (code != SQLITE_OK) throw sqlite::Failure(code & 0xFF, sqlite3_errmsg(database));
}

int bind(sqlite3_stmt* statement, int at, std::nullptr_t) {
  return sqlite3_bind_null(statement, at);
}
int bind(sqlite3_stmt* statement, int at, std::int64_t value) {
  return sqlite3_bind_int64(statement, at, value);
}
int bind(sqlite3_stmt* statement, int at, std::string_view text) {
  const char* data = text.data() != nullptr ? text.data() : "";  // a null pointer would bind NULL
  return sqlite3_bind_text64(statement, at, data, text.size(), SQLITE_STATIC, SQLITE_UTF8);
}

}  // namespace

ValuesStatement::ValuesStatement(sqlite::Database& database, std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(database.handle(), sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  statement_.reset(statement);
  check(code, database.handle());
}

sqlite::Cursor ValuesStatement::query(std::span<const Value> values) {
  int at = 0;
  for (const Value& value : values)
    check(std::visit([&](const auto& each) { return bind(statement_.get(), ++at, each); }, value),
          sqlite3_db_handle(statement_.get()));
  return sqlite::Cursor(statement_.get());
}

void ValuesStatement::run(std::span<const Value> values) {
  sqlite::Cursor cursor = query(values);
  while (cursor.next()) {
  }
}

sqlite::Cursor Prepared::query(const std::string& sql, std::span<const Value> values) {
  auto found = statements_.find(sql);
  if (found == statements_.end()) {
    if (statements_.size() >= most_statements) statements_.clear();
    found = statements_.emplace(sql, ValuesStatement{database_, sql}).first;
  }
  return found->second.query(values);
}

std::int64_t Prepared::integer(const std::string& sql, std::span<const Value> values) {
  sqlite::Cursor row = query(sql, values);
  return row.next() ? row.integer(0) : 0;
}

std::map<std::string, std::vector<std::string>> Prepared::plans() {
  std::map<std::string, std::vector<std::string>> plans;
  for (const auto& [sql, statement] : statements_) {
    ValuesStatement explain{database_, "EXPLAIN QUERY PLAN " + sql};
    sqlite::Cursor row = explain.query({});
    while (row.next()) plans[sql].emplace_back(row.text(3));
  }
  return plans;
}

}  // namespace moderato::gateway::casebook
