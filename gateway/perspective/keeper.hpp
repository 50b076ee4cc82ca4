// Hands what was scored to the daemon, so that it is recorded as any other comment. Nobody waits for it.
#pragma once

#include <boost/json/object.hpp>
#include <memory>
#include <optional>

#include "config/gateway_settings.hpp"
#include "daemon_client/desk.hpp"
#include "perspective/complaints.hpp"

namespace moderato::gateway::perspective {

// Thread-safe. What the daemon does not take within five seconds, or what comes while 2,000 wait, is given up and
// counted in the log. When it goes, what still waits is given up.
class Keeper {
 public:
  // Error: client.bad_address.
  static Result<std::unique_ptr<Keeper>> open(const DaemonAddresses& daemon, const std::optional<Identity>& identity,
                                              const Log& log);
  ~Keeper();
  Keeper(const Keeper&) = delete;
  Keeper& operator=(const Keeper&) = delete;

  // A comment with its site and id.
  void keep(const boost::json::object& comment);
  // The same for somebody who waits. `done` as Desk::submit has it.
  void hand_in(const boost::json::object& comment, Desk::Done done);

 private:
  explicit Keeper(const Log& log) : complaints_(log, "comments were scored and not recorded") {}

  Complaints complaints_;
  std::unique_ptr<Desk> desk_;  // last: it calls the other
};

}  // namespace moderato::gateway::perspective
