// Connections to PostgreSQL, kept open by a thread of their own: lookups borrow one and never wait for connecting.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "moderato/filter.hpp"
#include "postgres_connection.hpp"

namespace moderato::membership {

// Thread-safe.
class PostgresPool {
 public:
  // Connects once before it returns. An absent server is logged; a query it refuses is thrown (PostgresQueryError).
  PostgresPool(PostgresSettings settings, std::size_t connections, Host host);
  ~PostgresPool();  // waits for an attempt to connect that is under way, `connect_timeout` at most
  PostgresPool(const PostgresPool&) = delete;
  PostgresPool& operator=(const PostgresPool&) = delete;

  // Throws std::runtime_error, with a sentence, when the server is away, too slow, or reports an error.
  Row find(std::string_view author, std::string_view site);
  // In one round trip. Nothing for one where the server reports an error, and for all from the first that takes too
  // long or is lost on. Throws as `find` when there is no connection.
  std::vector<std::optional<Row>> find_all(std::span<const PostgresConnection::Asked> asked);

 private:
  using Clock = std::chrono::steady_clock;
  using Handle = std::unique_ptr<PostgresConnection>;

  Handle take(Clock::time_point deadline);
  void give_back(Handle connection);
  void answered();
  void timed_out();
  void went_away(const std::string& why);
  void keep_open(const std::stop_token& stop);

  const PostgresSettings settings_;
  const std::size_t limit_;
  const Host host_;

  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::vector<Handle> idle_;
  std::size_t open_ = 0;   // idle or lent
  std::string away_;       // why there is no connection; empty when there is one or the first attempt is under way
  int slow_in_a_row_ = 0;  // timeouts since the last answer
  std::chrono::milliseconds pause_{0};  // how long lookups were last spared after too many of them
  Clock::time_point spared_until_{};
  std::jthread keeper_;  // last: it uses all of the above
};

}  // namespace moderato::membership
