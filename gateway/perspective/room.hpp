// Answers as the Perspective API does (Comment Analyzer v1alpha1), so that its clients need no more than our address.
#pragma once

#include <memory>
#include <string>

#include "audit/audit.hpp"
#include "config/settings.hpp"
#include "http/router.hpp"
#include "perspective/analyses.hpp"
#include "perspective/suggestions.hpp"

namespace moderato::gateway::perspective {

// Has three connections of its own to the daemon, with a thread each. Outlives the server that it answers for; what is
// asked when it goes gets 503.
class Room {
 public:
  // `sites` and `audit` outlive it. Error: client.bad_address.
  static Result<std::unique_ptr<Room>> open(const Settings& settings, const std::optional<Identity>& identity,
                                            const Sites& sites, Audit& audit, const Log& log);
  Room(const Room&) = delete;
  Room& operator=(const Room&) = delete;

  // POST comments:analyze and comments:suggestscore, at the root and below /v1alpha1, and GET $discovery/rest.
  void add_routes(http::Router& router);

 private:
  Room(const Settings& settings, const Sites& sites);
  void analyze(http::Request request, http::Responder responder);
  void suggest(http::Request request, http::Responder responder);
  void discover(const http::Request& request, http::Responder responder) const;

  Entrance entrance_;
  std::string public_address_;  // empty: each client's own
  Languages languages_;
  std::shared_ptr<Analyses> analyses_;
  std::shared_ptr<Suggestions> suggestions_;
  std::unique_ptr<Control> reviewing_;  // each of these is called by those below it, which go first
  std::unique_ptr<Keeper> keeper_;
  std::unique_ptr<Control> scoring_;
};

// What is wrong with the settings of sites that have a key with the role perspective.
[[nodiscard]] Problems check(const Settings& settings);

}  // namespace moderato::gateway::perspective
