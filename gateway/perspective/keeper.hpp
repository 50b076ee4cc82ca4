// Hands what was scored to the daemon, so that it is recorded as any other comment. Nobody waits for it.
#pragma once

#include <boost/json/object.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>

#include "daemon/logging.hpp"
#include "daemon_client/desk.hpp"

namespace moderato::gateway::perspective {

// Thread-safe. What the daemon does not take within five seconds, or what comes while 2,000 wait, is given up, counted,
// and told in the log, once a minute at most. When it goes, what still waits is given up.
class Keeper {
 public:
  // Error: client.bad_address.
  static Result<std::unique_ptr<Keeper>> open(const DaemonAddresses& daemon, const std::optional<Identity>& identity,
                                              Log log);
  ~Keeper();
  Keeper(const Keeper&) = delete;
  Keeper& operator=(const Keeper&) = delete;

  // A comment with its site and id.
  void keep(const boost::json::object& comment);
  // The same for somebody who waits. `done` as Desk::submit has it.
  void hand_in(const boost::json::object& comment, Desk::Done done);

 private:
  explicit Keeper(Log log) : log_(std::move(log)) {}
  void count(const Error& why);

  using Clock = std::chrono::steady_clock;
  Log log_;
  std::mutex mutex_;
  std::uint64_t lost_ = 0;  // since it was said last
  std::optional<Clock::time_point> said_at_;
  std::unique_ptr<Desk> desk_;  // last: it calls the others
};

}  // namespace moderato::gateway::perspective
