// Which function answers what.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/responder.hpp"

namespace moderato::gateway::http {

// What pages of another origin may do with an answer (the Fetch standard, "CORS protocol").
struct CrossOrigin {
  std::string origin;                    // as the request gave it, or "*"
  bool credentials = false;              // with cookies; not with "*"
  std::string headers = "Content-Type";  // that a request may have besides the usual ones; a list
  std::string exposed{};                 // of the answer that scripts may read; a list
  std::chrono::seconds remembered{600};  // how long a browser need not ask again
};
// Called for each request that has an Origin. Nothing: the page gets no permission.
using CrossOriginPolicy = std::function<std::optional<CrossOrigin>(const Request& request, std::string_view origin)>;

// Filled before it is used; then any thread may ask. As a Handler: std::ref, or a lambda that owns it.
class Router {
 public:
  // "/api/v1/sites/{site}/comments": a word in braces stands for one segment that is not empty, and becomes a parameter
  // of the request. At the end, "{name*}" stands for all that is left, joined by '/', unless
  // a segment of it has one itself. Where several patterns match, the
  // one that was added first answers. GET answers HEAD too. Throws std::invalid_argument for a pattern that is none.
  void add(Method method, std::string_view pattern, Handler handler);
  void set_policy(CrossOriginPolicy policy) { policy_ = std::move(policy); }

  // 404 and 405 (with Allow) where there is nothing; OPTIONS, preflights of browsers included, answered from what there
  // is.
  void operator()(Request request, Responder responder) const;

 private:
  struct Route {
    Method method;
    std::vector<std::string> pieces;
    Handler handler;
  };

  static std::optional<Pairs> match(const Route& route, const std::vector<std::string>& segments);
  void allow_origin(const Request& request, Responder& responder, const std::string& methods) const;

  std::vector<Route> routes_;
  CrossOriginPolicy policy_;
};

}  // namespace moderato::gateway::http
