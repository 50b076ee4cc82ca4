// GET /metrics: what is counted, for a Prometheus on this machine.
#pragma once

#include "coral/counters.hpp"
#include "http/router.hpp"

namespace moderato::gateway::coral {

// For who asks from this machine, and not through a proxy that says so; all others get 404. Counts alone are told.
// `counters` outlive all requests.
void add_metrics_route(http::Router& router, const Counters& counters);

}  // namespace moderato::gateway::coral
