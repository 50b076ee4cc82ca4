// Statements that are put together as they are needed, and kept for the next time.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "sqlite/sqlite.hpp"

namespace moderato::gateway::casebook {

using Value = std::variant<std::nullptr_t, std::int64_t, std::string_view>;

// As sqlite::Statement, for as many values as its caller has.
class ValuesStatement {
 public:
  ValuesStatement(sqlite::Database& database, std::string_view sql);

  // Only one cursor at a time. Text is not copied: what `values` point to outlives the cursor.
  [[nodiscard]] sqlite::Cursor query(std::span<const Value> values);
  void run(std::span<const Value> values);

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

// A connection with its statements; for one thread at a time.
class Prepared {
 public:
  explicit Prepared(sqlite::Database database) : database_(std::move(database)) {}

  // Only one cursor of the same text at a time. What `values` point to outlives it.
  [[nodiscard]] sqlite::Cursor query(const std::string& sql, std::span<const Value> values);
  [[nodiscard]] sqlite::Cursor query(const std::string& sql, std::initializer_list<Value> values) {
    return query(sql, std::span{values.begin(), values.size()});
  }
  [[nodiscard]] std::int64_t integer(const std::string& sql, std::span<const Value> values);  // 0 without a row

  // How SQLite goes about what was asked so far: the lines of EXPLAIN QUERY PLAN, by statement.
  [[nodiscard]] std::map<std::string, std::vector<std::string>> plans();

 private:
  sqlite::Database database_;
  std::map<std::string, ValuesStatement> statements_;
};

}  // namespace moderato::gateway::casebook
