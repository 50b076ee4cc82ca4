#include "sqlite_source.hpp"

#include <sqlite3.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <mutex>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace moderato::membership {
namespace {

// Something is wrong with the file, or with the query: tells which option to blame.
struct FileError : std::runtime_error {
  using std::runtime_error::runtime_error;
};
struct QueryError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Which file stands at a path; a replaced file is another one.
struct Identity {
  dev_t device = 0;
  ino_t inode = 0;
  friend bool operator==(const Identity&, const Identity&) = default;
};

Identity identify(const std::string& path) {
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0) throw FileError("can't open " + path + ": " + std::strerror(errno));
  if (!S_ISREG(found.st_mode)) throw FileError("can't open " + path + ": it is no file");
  return {found.st_dev, found.st_ino};
}

// An open file and its prepared query. For one thread at a time.
class Connection {
 public:
  Connection(const std::string& path, const std::string& query) : identity_(identify(path)), path_(path) {
    sqlite3* raw = nullptr;
    const int opened = sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nullptr);
    database_.reset(raw);
    if (opened != SQLITE_OK) throw FileError("can't open " + path + ": " + says());
    sqlite3_busy_timeout(raw, 250);  // a writer's commit takes less; on_error decides about one that takes more

    // Reads the file for the first time, so it tells a damaged or foreign file from a wrong query.
    if (sqlite3_exec(raw, "PRAGMA schema_version", nullptr, nullptr, nullptr) != SQLITE_OK)
      throw FileError("can't read " + path + ": " + says());
    sqlite3_stmt* statement = nullptr;
    const char* rest = nullptr;
    const int prepared = sqlite3_prepare_v3(raw, query.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &statement, &rest);
    statement_.reset(statement);
    if (prepared != SQLITE_OK) throw QueryError("the query does not work on " + path + ": " + says());
    check_shape(rest);
  }

  const Identity& identity() const { return identity_; }
  bool asks_for_site() const { return sqlite3_bind_parameter_count(statement_.get()) > 1; }

  // One reading of the file for all lookups until it ends: to lock it, to see whether it has changed and to look for a
  // writer's journal takes longer than a lookup.
  class Transaction {
   public:
    explicit Transaction(Connection& of) : of_(of) { of_.run("BEGIN"); }
    ~Transaction() { sqlite3_exec(of_.database_.get(), "ROLLBACK", nullptr, nullptr, nullptr); }
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

   private:
    Connection& of_;
  };

  Row find(std::string_view author, std::string_view site) {
    bind(1, author);
    if (asks_for_site()) bind(2, site);
    const int stepped = sqlite3_step(statement_.get());
    Row row;
    if (stepped == SQLITE_ROW) {
      row.status = text(status_);
      row.expires_at = text(expires_at_);
      if (auto role = text(role_)) row.roles.push_back(std::move(*role));
    }
    const std::string why = stepped == SQLITE_ROW || stepped == SQLITE_DONE ? "" : says();
    sqlite3_reset(statement_.get());
    if (!why.empty()) throw std::runtime_error("the lookup in " + path_ + " failed: " + why);
    return row;
  }

 private:
  struct Close {
    void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };

  std::string says() const { return database_ ? sqlite3_errmsg(database_.get()) : "out of memory"; }

  void run(const char* sql) {
    if (sqlite3_exec(database_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK)
      throw std::runtime_error("the lookup in " + path_ + " failed: " + says());
  }

  void check_shape(const char* rest) {
    sqlite3_stmt* statement = statement_.get();
    if (statement == nullptr) throw QueryError("the query is empty");
    if (std::string_view{rest}.find_first_not_of(" \t\r\n;") != std::string_view::npos)
      throw QueryError("the query holds more than one statement");
    if (sqlite3_stmt_readonly(statement) == 0) throw QueryError("the query changes the database; it may only read");
    const int parameters = sqlite3_bind_parameter_count(statement);
    if (parameters < 1 || parameters > 2)
      throw QueryError("the query takes " + std::to_string(parameters) +
                       " parameters; it needs ?1, the author's id, and may take ?2, the site");
    for (int i = 0; i < sqlite3_column_count(statement); ++i) {
      const std::string name = lower(sqlite3_column_name(statement, i));
      if (name == "status") status_ = i;
      if (name == "expires_at") expires_at_ = i;
      if (name == "role") role_ = i;
    }
    if (status_ < 0) throw QueryError("the query returns no column named status");
  }

  void bind(int index, std::string_view value) {
    // Static: the text outlives the step that reads it.
    if (sqlite3_bind_text64(statement_.get(), index, value.data(), value.size(), SQLITE_STATIC, SQLITE_UTF8) !=
        SQLITE_OK)
      throw std::runtime_error("the lookup in " + path_ + " failed: " + says());
  }

  std::optional<std::string> text(int column) {
    if (column < 0) return std::nullopt;
    const unsigned char* value = sqlite3_column_text(statement_.get(), column);
    if (value == nullptr) return std::nullopt;
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
    return std::string{reinterpret_cast<const char*>(value), size};
  }

  Identity identity_;
  std::string path_;
  std::unique_ptr<sqlite3, Close> database_;
  std::unique_ptr<sqlite3_stmt, Close> statement_;
  int status_ = -1;
  int expires_at_ = -1;
  int role_ = -1;
};

// Keeps as many connections as threads have ever asked at once.
class SqliteSource final : public Source {
 public:
  SqliteSource(std::string path, std::string query, const Reading& reading)
      : path_(std::move(path)), query_(std::move(query)), reading_(reading) {
    idle_.push_back(std::make_unique<Connection>(path_, query_));
    by_site_ = idle_.back()->asks_for_site();
  }

  [[nodiscard]] bool by_site() const override { return by_site_; }

  Member find(const Comment& comment) override {
    std::unique_ptr<Connection> connection = take();
    const Member member = find(*connection, comment);
    give_back(std::move(connection));
    return member;
  }

  std::vector<std::optional<Member>> find_all(std::span<const Comment> comments) override {
    std::vector<std::optional<Member>> found;
    found.reserve(comments.size());
    std::unique_ptr<Connection> connection = take();
    {
      const Connection::Transaction transaction{*connection};
      for (const Comment& comment : comments) found.push_back(find(*connection, comment));
    }
    give_back(std::move(connection));
    return found;
  }

 private:
  Member find(Connection& connection, const Comment& comment) const {
    // SQL text ends at a NUL, so such an id could pass for another one.
    if (comment.author_id().find('\0') != std::string_view::npos) return {};
    return reading_.member(connection.find(comment.author_id(), comment.site()));
  }

  std::unique_ptr<Connection> take() {
    const Identity now = identify(path_);
    {
      const std::scoped_lock lock{mutex_};
      while (!idle_.empty()) {
        std::unique_ptr<Connection> connection = std::move(idle_.back());
        idle_.pop_back();
        if (connection->identity() == now) return connection;
      }
    }
    return std::make_unique<Connection>(path_, query_);
  }
  void give_back(std::unique_ptr<Connection> connection) {
    const std::scoped_lock lock{mutex_};
    idle_.push_back(std::move(connection));
  }

  std::string path_;
  std::string query_;
  const Reading& reading_;
  bool by_site_ = true;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Connection>> idle_;
};

}  // namespace

std::unique_ptr<Source> make_sqlite_source(Options& options, const Reading& reading) {
  std::string path = options.path("database", "members.db");
  std::string query = options.string("query", "SELECT status, expires_at, role FROM members WHERE id = ?1");
  try {
    return std::make_unique<SqliteSource>(std::move(path), std::move(query), reading);
  } catch (const FileError& error) {
    options.refuse("database", error.what());
  } catch (const QueryError& error) {
    options.refuse("query", error.what());
  }
  return nullptr;
}

}  // namespace moderato::membership
