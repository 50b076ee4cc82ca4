// Whether a page of another website made a browser ask this.
#pragma once

#include <optional>

#include "http/problem.hpp"
#include "http/request.hpp"

namespace moderato::gateway::accounts {

// Nothing where the request comes from a page of ours: the browser says so (Sec-Fetch-Site, which no page can forge),
// or its Origin has the Host that it asks. Neither is said, or says otherwise: 403 csrf.origin.
[[nodiscard]] std::optional<http::Problem> wrong_origin(const http::Request& request);

// Nothing where the body is empty or said to be JSON, which a form of another website can't say: else 415 body.type.
[[nodiscard]] std::optional<http::Problem> wrong_type(const http::Request& request);

}  // namespace moderato::gateway::accounts
