// What a website says of its articles (openapi.json: putArticle).
#pragma once

#include "api/gate.hpp"
#include "daemon_client/control.hpp"

namespace moderato::gateway::api {

// All of these outlive the router's use. `body_bytes`: most of a request.
void add_article_routes(http::Router& router, Gate& gate, Control& control, std::size_t body_bytes);

}  // namespace moderato::gateway::api
