#include "coral/metrics_route.hpp"

#include <utility>

#include "api/problems.hpp"

namespace moderato::gateway::coral {
namespace {

bool is_of_this_machine(const http::Request& request) {
  for (const char* const name :
       {"Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP"})
    if (request.headers.find(name)) return false;
  return request.remote == "::1" || request.remote.starts_with("127.");
}

}  // namespace

void add_metrics_route(http::Router& router, const Counters& counters) {
  router.add(http::Method::get, "/metrics", [&counters](const http::Request& request, http::Responder responder) {
    if (!is_of_this_machine(request)) return responder.answer(api::problem_of("not_found").response());
    responder.answer(http::Response{200, "text/plain; version=0.0.4; charset=utf-8", metrics_text(counters)}.set(
        "Cache-Control", "no-store"));
  });
}

}  // namespace moderato::gateway::coral
