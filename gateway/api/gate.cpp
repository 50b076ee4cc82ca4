#include "api/gate.hpp"

#include "api/problems.hpp"
#include "comment/timestamp.hpp"

namespace moderato::gateway::api {
namespace {

// RFC 6750, section 3: how to ask, and of a token that was shown only that it does not hold.
http::Response challenged(std::string_view code) {
  const bool shown = code == "token.invalid" || code == "token.expired";
  return problem_of(code).response().set("WWW-Authenticate", shown ? R"(Bearer error="invalid_token")" : "Bearer");
}

http::Response refusal_of(Refused refused) {
  switch (refused) {
    case Refused::token_invalid:
      return challenged("token.invalid");
    case Refused::token_expired:
      return challenged("token.expired");
    case Refused::key_invalid:
      return challenged("key.invalid");
  }
  return challenged("token.invalid");
}

// A page that the gateway serves itself: browsers name its origin as well.
bool is_our_own(std::string_view origin, const http::Request& request) {
  const auto host = request.headers.find("Host");
  return host && (origin == "http://" + std::string{*host} || origin == "https://" + std::string{*host});
}

std::optional<http::Response> too_many(std::optional<std::chrono::seconds> wait) {
  if (!wait) return std::nullopt;
  return problem_of("too_many", "Try again in " + std::to_string(wait->count()) + " seconds.")
      .response()
      .set("Retry-After", std::to_string(wait->count()));
}

}  // namespace

const SiteServer* Visit::server(SiteRole role) const {
  const auto* const server = std::get_if<const SiteServer*>(&caller);
  return server != nullptr && (*server)->may(role) ? *server : nullptr;
}

Gate::Gate(const Sites& sites, const GatewayLimits& limits)
    : sites_(sites),
      comments_of_members_(limits.comments_per_member),
      comments_of_addresses_(limits.comments_per_address),
      decisions_(limits.decisions_per_address),
      reports_(limits.reports_per_address) {}

Admitted Gate::admit_anybody(const http::Request& request) const {
  const Site* const site = sites_.find(request.parameter("site"));
  if (site == nullptr) return problem_of("not_found").response();
  const auto origin = request.headers.find("Origin");
  const bool reads = request.method == http::Method::get || request.method == http::Method::head;
  if (origin && !reads && !site->lists(*origin) && !is_our_own(*origin, request))
    return problem_of("origin.not_listed").response();
  Caller caller = caller_of(*site, request, now());
  if (const auto* refused = std::get_if<Refused>(&caller)) return refusal_of(*refused);
  return Visit{site, std::move(caller)};
}

Admitted Gate::admit(const http::Request& request, SiteRole role) const {
  Admitted admitted = admit_anybody(request);
  const auto* const visit = std::get_if<Visit>(&admitted);
  if (visit == nullptr || visit->member() != nullptr || visit->server(role) != nullptr) return admitted;
  if (std::holds_alternative<Nobody>(visit->caller)) return challenged("token.missing");
  return problem_of("key.missing_role").response();
}

Admitted Gate::admit_server(const http::Request& request, SiteRole role) const {
  Admitted admitted = admit_anybody(request);
  const auto* const visit = std::get_if<Visit>(&admitted);
  if (visit == nullptr || visit->server(role) != nullptr) return admitted;
  if (std::holds_alternative<Nobody>(visit->caller)) return challenged("key.missing");
  return problem_of("key.missing_role").response();
}

std::optional<http::Response> Gate::count_comment(const http::Request& request, const Visit& visit) {
  const Member* const member = visit.member();
  if (member == nullptr) return std::nullopt;
  if (auto refused = too_many(comments_of_addresses_.take(caller_at(request.remote)))) return refused;
  return too_many(comments_of_members_.take(visit.site->name + '/' + member->id));
}

std::optional<http::Response> Gate::count_decision(const http::Request& request, const Visit& visit) {
  if (visit.member() == nullptr) return std::nullopt;
  return too_many(decisions_.take(caller_at(request.remote)));
}

std::optional<http::Response> Gate::count_report(const http::Request& request) {
  return too_many(reports_.take(caller_at(request.remote)));
}

std::optional<http::Response> check_body(const http::Request& request, std::size_t most_bytes) {
  const std::string_view type = request.headers.find("Content-Type").value_or("");
  if (!http::same_word(http::trimmed(type.substr(0, type.find(';'))), "application/json"))
    return problem_of("request.not_json", "Content-Type must be application/json.").response();
  if (request.body.size() > most_bytes)
    return problem_of("request.too_large", "At most " + std::to_string(most_bytes) + " bytes are taken.").response();
  return std::nullopt;
}

http::Response unavailable() {
  return problem_of("unavailable", "Send it again in a moment.").response().set("Retry-After", "2");
}

http::CrossOriginPolicy cross_origin_policy(const Sites& sites) {
  return [&sites](const http::Request& request, std::string_view origin) -> std::optional<http::CrossOrigin> {
    // The console has sites in its paths as well, and is for its own pages alone.
    if (request.segments.empty() || request.segments.front() != "api") return std::nullopt;
    for (const auto& [name, value] : request.parameters) {
      if (name != "site") continue;
      const Site* const site = sites.find(value);
      if (site == nullptr || !site->lists(origin)) return std::nullopt;
      return http::CrossOrigin{.origin = std::string{origin},
                               .headers = "Authorization, Content-Type, Last-Event-ID, If-None-Match",
                               .exposed = "ETag, Location, Retry-After",
                               .remembered = std::chrono::hours{24}};
    }
    return std::nullopt;
  };
}

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!~*'()";
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    if (plain.find(c) != std::string_view::npos) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += digits[byte >> 4U];
    out += digits[byte & 0x0FU];
  }
  return out;
}

}  // namespace moderato::gateway::api
