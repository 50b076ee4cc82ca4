// What goes on, for pictures of it (openapi.json: Stats).
#pragma once

#include <boost/json.hpp>
#include <optional>

#include "accounts/gate.hpp"
#include "casebook/reader.hpp"
#include "http/request.hpp"

namespace moderato::gateway::console {

// From the casebook alone. Without times: of the last 7 days. Throws http::Problem.
[[nodiscard]] boost::json::object stats_json(const http::Request& request, const accounts::Principal& principal,
                                             const casebook::Reader& reader, Time now);

// Adds what the daemon's answer to `stats` says of it; nothing: the daemon is away.
void add_daemon(boost::json::object& stats, const std::optional<boost::json::object>& daemon);

}  // namespace moderato::gateway::console
