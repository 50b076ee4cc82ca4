// Taking in an author's objection to what was decided on their comment (openapi.json: appealDecision).
#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "api/gate.hpp"
#include "comment/result.hpp"

namespace moderato::gateway::api {

struct Objection {
  std::string site;
  std::string comment;
  std::string author;  // who must be its author
  std::string text;
};
// Keeps it, elsewhere, and calls `done` once. Errors: comment.not_found, appeal.not_possible, appeal.twice; any other:
// it can't be kept just now.
using KeepObjection = std::function<void(Objection objection, std::function<void(const Result<void>&)> done)>;

// `gate` outlives the router. `body_bytes`: most of a request.
void add_appeal_route(http::Router& router, Gate& gate, KeepObjection keep, std::size_t body_bytes);

}  // namespace moderato::gateway::api
