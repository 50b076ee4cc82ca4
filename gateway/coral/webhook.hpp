// Hears Coral's webhooks: POST /coral/SITE/webhook.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "coral/counters.hpp"
#include "coral/follow_up.hpp"
#include "coral/sites.hpp"
#include "http/router.hpp"

namespace moderato::gateway::coral {

struct WebhookParts {
  const std::vector<CoralSite>& sites;  // these outlive all requests
  Links& links;
  FollowUp& follow_up;
  Counters& counters;
  std::size_t body_bytes;  // most of a request
};

// A webhook that is signed is answered with 204, also where nothing comes of it, since it is old or was heard before:
// Coral switches an endpoint off after ten answers in a row that are none of 200 to 299 (server/src/core/server/queue/
// tasks/webhook/processor.ts), and tries nothing again.
void add_webhook_route(http::Router& router, const WebhookParts& parts);

}  // namespace moderato::gateway::coral
