// Speaks Akismet's REST interface, 1.1 and 1.2 (https://akismet.com/developers/): clients of Akismet check comments
// here by having their address changed. gateway/akismet/README.md is for operators.
#pragma once

#include <cstddef>
#include <memory>

#include "config/gateway_settings.hpp"
#include "daemon/logging.hpp"
#include "daemon_client/control.hpp"
#include "daemon_client/desk.hpp"
#include "http/router.hpp"
#include "late_decisions/late_decisions.hpp"
#include "members/sites.hpp"

namespace moderato::gateway::akismet {

// Whether any site has a key for it.
[[nodiscard]] bool is_spoken(const Sites& sites);

// Thread-safe. Outlives the server that it answers for, Desk and Control; `late` and the sites outlive it.
class Akismet {
 public:
  // Makes `late` speak it, so before that starts. `text_bytes`: most of a comment's text. Errors: those of open_store;
  // http_client.ca_file.
  [[nodiscard]] static Result<std::unique_ptr<Akismet>> open(const GatewaySettings& settings, std::size_t text_bytes,
                                                             const Sites& sites, Desk& desk, Control& control,
                                                             LateDecisions& late, const Log& log);
  ~Akismet();
  Akismet(const Akismet&) = delete;
  Akismet& operator=(const Akismet&) = delete;

  void add_routes(http::Router& router);

 private:
  struct State;
  explicit Akismet(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace moderato::gateway::akismet
