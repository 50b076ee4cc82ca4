// One connection to PostgreSQL with the members' query prepared on it. Nothing here blocks past its deadline.
#pragma once

#include <libpq-fe.h>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

#include "reading.hpp"

namespace moderato::membership {

struct PostgresSettings {
  std::string connection;  // a libpq connection string or URI, without a password
  std::string password;    // empty: libpq looks in PGPASSWORD and the password file
  std::string query;
  std::chrono::milliseconds connect_timeout{0};
  std::chrono::milliseconds query_timeout{0};
};

// The server doesn't answer, refuses us or is gone.
struct PostgresAway : std::runtime_error {
  using std::runtime_error::runtime_error;
};
// The server was too slow.
struct PostgresTimeout : std::runtime_error {
  using std::runtime_error::runtime_error;
};
// The server refuses the operator's query.
struct PostgresQueryError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// For one thread at a time.
class PostgresConnection {
 public:
  using Deadline = std::chrono::steady_clock::time_point;

  // Connects and prepares the query within `connect_timeout`. Throws PostgresAway or PostgresQueryError. (libpq
  // resolves a host name without regard to the time; an address or a socket needs no resolving.)
  explicit PostgresConnection(const PostgresSettings& settings);

  // Throws PostgresTimeout at the deadline, PostgresAway when the connection is lost, std::runtime_error when the
  // server reports anything else. An id that the column's type can't hold is nobody's.
  Row find(std::string_view author, std::string_view site, Deadline deadline);

  struct Asked {
    std::string_view author;
    std::string_view site;
  };
  // Asks for all in one round trip, and gives the rows to `found` in order: nothing for one where the server reports an
  // error. Each has `time` from when the one before was there. Throws as `find`, also after some were found.
  void find_all(std::span<const Asked> asked, std::chrono::milliseconds time,
                const std::function<void(std::optional<Row>)>& found);

  // Whether another lookup may follow. Not after a timeout or a loss.
  [[nodiscard]] bool usable() const { return !busy_ && PQstatus(connection_.get()) == CONNECTION_OK; }

 private:
  struct Close {
    void operator()(PGconn* connection) const { PQfinish(connection); }
    void operator()(PGresult* result) const { PQclear(result); }
  };
  using Result = std::unique_ptr<PGresult, Close>;

  void connect(const PostgresSettings& settings, Deadline deadline);
  void prepare(const PostgresSettings& settings, Deadline deadline);
  bool send(std::string_view author, std::string_view site);
  Result result(bool sent, Deadline deadline);
  void flush(Deadline deadline);
  Result next_result(Deadline deadline);
  Result last_result(Deadline deadline);
  [[nodiscard]] Row row_of(const PGresult* result) const;
  void wait(short events, Deadline deadline);
  std::string says() const;

  std::unique_ptr<PGconn, Close> connection_;
  int parameters_ = 1;
  int status_ = -1;
  int expires_at_ = -1;
  int role_ = -1;
  bool busy_ = false;  // a query was sent and its result not fully read
};

}  // namespace moderato::membership
