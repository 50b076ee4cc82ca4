// Whom the API lets in: which site, from which pages, as whom, and how often.
#pragma once

#include <optional>
#include <string_view>
#include <variant>

#include "config/gateway_settings.hpp"
#include "http/router.hpp"
#include "members/allowance.hpp"
#include "members/caller.hpp"

namespace moderato::gateway::api {

// Who asks for what, once it was let in.
struct Visit {
  const Site* site = nullptr;
  Caller caller;  // never Refused

  [[nodiscard]] const Member* member() const { return std::get_if<Member>(&caller); }
  // The website's own server, with that role; null for others.
  [[nodiscard]] const SiteServer* server(SiteRole role) const;
};

using Admitted = std::variant<Visit, http::Response>;  // the answer to who is not let in

// Thread-safe.
class Gate {
 public:
  Gate(const Sites& sites, const GatewayLimits& limits);

  // Of a member or, with this role, the website's server: token.missing for nobody, key.missing_role. Of GET also when
  // it comes from a page of any origin, since what others may read is the browser's to say.
  [[nodiscard]] Admitted admit(const http::Request& request, SiteRole role) const;
  // Of anybody; a token that is there must hold.
  [[nodiscard]] Admitted admit_anybody(const http::Request& request) const;
  // Of the website's server alone.
  [[nodiscard]] Admitted admit_server(const http::Request& request, SiteRole role) const;

  // What one caller did a minute's worth of: too_many. The website's servers may do as much as they like.
  [[nodiscard]] std::optional<http::Response> count_comment(const http::Request& request, const Visit& visit);
  [[nodiscard]] std::optional<http::Response> count_decision(const http::Request& request, const Visit& visit);
  [[nodiscard]] std::optional<http::Response> count_report(const http::Request& request);

 private:
  const Sites& sites_;
  Allowance comments_of_members_;
  Allowance comments_of_addresses_;
  Allowance decisions_;
  Allowance reports_;
};

// The body is said to be JSON, and is not too large: else request.not_json, request.too_large.
[[nodiscard]] std::optional<http::Response> check_body(const http::Request& request, std::size_t most_bytes);

// The daemon can't be reached, or takes nothing: unavailable.
[[nodiscard]] http::Response unavailable();

// What pages of the site's origins may do (openapi.json: info). `sites` outlives it.
[[nodiscard]] http::CrossOriginPolicy cross_origin_policy(const Sites& sites);

// As encodeURIComponent does.
[[nodiscard]] std::string percent_encoded(std::string_view text);

}  // namespace moderato::gateway::api
