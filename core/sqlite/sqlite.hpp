// The little of SQLite's C API that is used here, as values: a database, a statement, a cursor over its rows.
//
// Written against the C API rather than libsqlitecpp: the ledger's inner loop is bind, step, reset, and here that is
// three inlined calls with nothing counted or copied; and Failure keeps the code that tells a full disk from a broken
// one.
//
// Whatever goes wrong is a Failure, thrown. A Database and all made from it belong to one thread at a time.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>

namespace moderato::sqlite {

// To be called before anything else of SQLite's, once: it then does not count the memory that it uses, which it does
// under one lock for all connections, so that threads wait for each other (SQLITE_CONFIG_MEMSTATUS).
void count_no_memory();

class Failure : public std::runtime_error {
 public:
  Failure(int code, const std::string& message) : std::runtime_error(message), code_(code) {}
  [[nodiscard]] int code() const { return code_; }  // SQLITE_FULL, SQLITE_BUSY, …: the primary code

 private:
  int code_;
};

enum class Mode : std::uint8_t { read_only, read_write };  // neither creates the file

class Database {
 public:
  // Waits for up to `patience_ms` when another connection is in the way.
  Database(const std::filesystem::path& file, Mode mode, int patience_ms);

  void execute(const char* sql);                             // any number of statements, no parameters
  [[nodiscard]] std::int64_t integer(std::string_view sql);  // the first column of the first row; 0 without one
  [[nodiscard]] bool in_transaction() const { return sqlite3_get_autocommit(handle_.get()) == 0; }
  [[nodiscard]] sqlite3* handle() const { return handle_.get(); }

 private:
  struct Close {
    void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
  };
  std::unique_ptr<sqlite3, Close> handle_;
};

// The rows of one execution. Ends it when it goes. What text() and blob() return lives until the next call of next().
class Cursor {
 public:
  explicit Cursor(sqlite3_stmt* statement) : statement_(statement) {}
  Cursor(const Cursor&) = delete;
  Cursor& operator=(const Cursor&) = delete;
  ~Cursor() { sqlite3_reset(statement_); }

  [[nodiscard]] bool next();

  [[nodiscard]] bool is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
  [[nodiscard]] std::int64_t integer(int column) const { return sqlite3_column_int64(statement_, column); }
  [[nodiscard]] std::string_view text(int column) const;
  [[nodiscard]] std::span<const std::uint8_t> blob(int column) const;

 private:
  sqlite3_stmt* statement_;  // not owned
};

// Prepared once, run often. Text given to it is not copied: it must outlive the cursor.
class Statement {
 public:
  Statement(Database& database, std::string_view sql);

  // Binds all parameters in order. Only one cursor of a statement at a time.
  template <class... Values>
  [[nodiscard]] Cursor query(const Values&... values) {
    int at = 0;
    (bind(++at, values), ...);
    return Cursor(statement_.get());
  }

  template <class... Values>
  void run(const Values&... values) {
    Cursor cursor = query(values...);
    while (cursor.next()) {
    }
  }

 private:
  template <class Value>
  void bind(int at, const Value& value) {
    if constexpr (std::is_same_v<Value, std::nullptr_t>) {
      check(sqlite3_bind_null(statement_.get(), at));
    } else if constexpr (requires { value.value_or(*value); }) {  // std::optional
      value ? bind(at, *value) : bind(at, nullptr);
    } else if constexpr (std::is_integral_v<Value>) {
      check(sqlite3_bind_int64(statement_.get(), at, static_cast<sqlite3_int64>(value)));
    } else if constexpr (std::is_convertible_v<const Value&, std::string_view>) {
      bind_text(at, value);
    } else {
      bind_blob(at, value);
    }
  }
  void bind_text(int at, std::string_view text);
  void bind_blob(int at, std::span<const std::uint8_t> bytes);
  void check(int code) const;

  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

// Begun at once as the writer; undone unless committed.
class Transaction {
 public:
  explicit Transaction(Database& database);
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();
  void commit();

 private:
  Database& database_;
};

}  // namespace moderato::sqlite
