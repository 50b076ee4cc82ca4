#include "postgres_pool.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace moderato::membership {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds first_pause{100};
constexpr milliseconds longest_pause{10'000};
constexpr int patience = 3;  // timeouts in a row before lookups are spared

milliseconds longer(milliseconds pause) {
  return std::clamp(2 * pause, first_pause, longest_pause);
}

}  // namespace

PostgresPool::PostgresPool(PostgresSettings settings, std::size_t connections, Host host)
    : settings_(std::move(settings)), limit_(connections), host_(host) {
  try {
    idle_.push_back(std::make_unique<PostgresConnection>(settings_));
    open_ = 1;
  } catch (const PostgresAway& error) {
    went_away(error.what());
  }
  keeper_ = std::jthread{[this](const std::stop_token& stop) { keep_open(stop); }};
}

PostgresPool::~PostgresPool() = default;

Row PostgresPool::find(std::string_view author, std::string_view site) {
  const Clock::time_point deadline = Clock::now() + settings_.query_timeout;
  for (;;) {
    Handle connection = take(deadline);
    try {
      Row row = connection->find(author, site, deadline);
      give_back(std::move(connection));
      answered();
      return row;
    } catch (const PostgresTimeout&) {
      give_back(std::move(connection));
      timed_out();
      throw std::runtime_error("PostgreSQL did not answer within " + std::to_string(settings_.query_timeout.count()) +
                               " ms");
    } catch (const PostgresAway& error) {
      // It may have been lost long ago, while it lay idle. Then another one will do.
      give_back(std::move(connection));
    } catch (...) {
      give_back(std::move(connection));
      throw;
    }
  }
}

std::vector<std::optional<Row>> PostgresPool::find_all(std::span<const PostgresConnection::Asked> asked) {
  std::vector<std::optional<Row>> rows;
  rows.reserve(asked.size());
  Handle connection = take(Clock::now() + settings_.query_timeout);
  try {
    connection->find_all(asked, settings_.query_timeout,
                         [&](std::optional<Row> row) { rows.push_back(std::move(row)); });
    answered();
  } catch (const PostgresTimeout&) {
    timed_out();
  } catch (const PostgresAway&) {  // NOLINT(bugprone-empty-catch): may have been so long ago; the next lookup finds out
  }
  give_back(std::move(connection));
  rows.resize(asked.size());
  return rows;
}

PostgresPool::Handle PostgresPool::take(Clock::time_point deadline) {
  std::unique_lock lock{mutex_};
  if (Clock::now() < spared_until_) throw std::runtime_error("PostgreSQL is too slow; it is left alone for a moment");
  const bool settled =
      changed_.wait_until(lock, deadline, [&] { return !idle_.empty() || (open_ == 0 && !away_.empty()); });
  if (!settled) {
    lock.unlock();
    timed_out();
    throw std::runtime_error("no connection to PostgreSQL became free within " +
                             std::to_string(settings_.query_timeout.count()) + " ms");
  }
  if (idle_.empty()) throw std::runtime_error("PostgreSQL is away: " + away_);
  Handle connection = std::move(idle_.back());
  idle_.pop_back();
  return connection;
}

void PostgresPool::give_back(Handle connection) {
  {
    const std::scoped_lock lock{mutex_};
    if (connection->usable())
      idle_.push_back(std::move(connection));
    else
      --open_;
  }
  changed_.notify_all();
}

void PostgresPool::answered() {
  const std::scoped_lock lock{mutex_};
  slow_in_a_row_ = 0;
  pause_ = milliseconds{0};
}

void PostgresPool::timed_out() {
  const std::scoped_lock lock{mutex_};
  if (++slow_in_a_row_ < patience) return;
  slow_in_a_row_ = patience - 1;  // after the pause, one more is enough
  pause_ = longer(pause_);
  spared_until_ = Clock::now() + pause_;
}

void PostgresPool::went_away(const std::string& why) {
  bool news = false;
  bool all = false;
  {
    const std::scoped_lock lock{mutex_};
    news = away_.empty();
    all = open_ == 0;
    away_ = why.empty() ? "the connection was closed" : why;
  }
  changed_.notify_all();
  const std::string what =
      all ? "membership: PostgreSQL is away: " : "membership: PostgreSQL takes no more connections: ";
  if (news) host_.log(Level::warning, what + why);
}

void PostgresPool::keep_open(const std::stop_token& stop) {
  milliseconds pause{0};
  while (!stop.stop_requested()) {
    {
      std::unique_lock lock{mutex_};
      if (!changed_.wait(lock, stop, [&] { return open_ < limit_; })) return;
    }
    try {
      Handle connection = std::make_unique<PostgresConnection>(settings_);
      bool news = false;
      {
        const std::scoped_lock lock{mutex_};
        news = !away_.empty();
        away_.clear();
        idle_.push_back(std::move(connection));
        ++open_;
      }
      changed_.notify_all();
      if (news) host_.log(Level::info, "membership: connected to PostgreSQL again");
      pause = milliseconds{0};
    } catch (const std::exception& error) {
      went_away(error.what());
      pause = longer(pause);
      std::unique_lock lock{mutex_};
      changed_.wait_for(lock, stop, pause, [] { return false; });
    }
  }
}

}  // namespace moderato::membership
