// Answers Coral's external moderation phase: POST /coral/SITE.
//
// The comment goes to the daemon like any other, and its verdict is the answer. Coral waits 200 ms unless told
// otherwise, and publishes a comment that it gets no answer for; so there is an answer within the site's budget, if
// need be that there is no opinion yet (204). What is decided after that is told over GraphQL (late_speaker.hpp).
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "coral/counters.hpp"
#include "coral/follow_up.hpp"
#include "coral/links.hpp"
#include "coral/sites.hpp"
#include "daemon_client/desk.hpp"
#include "http/router.hpp"

namespace moderato::gateway::coral {

struct PhaseParts {
  const std::vector<CoralSite>& sites;  // these outlive all requests
  Desk& desk;
  Links& links;
  FollowUp& follow_up;
  Counters& counters;
  // Whether a comment of ours is published. Called by the server's threads, at the same time too.
  std::function<bool(std::string_view site, std::string_view id)> is_published;
  std::size_t text_bytes;  // most of a comment's text, as the daemon takes it
  std::size_t body_bytes;  // most of a request
  Log log;
};

struct PhaseState;

// Thread-safe. May go once the server that it answers for has gone, and Desk.
class Phase {
 public:
  explicit Phase(const PhaseParts& parts);
  ~Phase();
  Phase(const Phase&) = delete;
  Phase& operator=(const Phase&) = delete;

  void add_route(http::Router& router);

 private:
  std::shared_ptr<PhaseState> state_;
};

}  // namespace moderato::gateway::coral
