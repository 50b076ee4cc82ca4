// What became of a comment, as its author is told (openapi.json: Decision).
#pragma once

#include <boost/json/object.hpp>
#include <optional>

#include "comment/timestamp.hpp"

namespace moderato::gateway::api {

// The comment as it was handed in (as the daemon takes and keeps it), and its newest verdict, if there is one.
// `arrived`: its time where it has none. What moderators and filters say to each other is left out: who decided,
// scores, weights, filters' names, what filters in the shadow say, and why a filter failed.
[[nodiscard]] boost::json::object decision_json(const boost::json::object& comment, const boost::json::object* verdict,
                                                bool published, Time arrived);

}  // namespace moderato::gateway::api
