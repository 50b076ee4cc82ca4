// A page of the queue: what is held, what was objected to, and what readers reported.
#pragma once

#include <boost/json.hpp>

#include "console/parts.hpp"
#include "http/request.hpp"

namespace moderato::gateway::console {

// openapi.json: QueuePage. Throws http::Problem.
[[nodiscard]] boost::json::object queue_json(const http::Request& request, const accounts::Principal& principal,
                                             const casebook::Reader& reader, const Parts& parts, const Claims& claims);

// How much there is, of what somebody may see (openapi.json: Counts).
[[nodiscard]] boost::json::object queue_counts_json(const casebook::Reader& reader, const Parts& parts,
                                                    const accounts::Scope& scope);

}  // namespace moderato::gateway::console
