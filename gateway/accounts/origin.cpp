#include "accounts/origin.hpp"

#include "http/headers.hpp"

namespace moderato::gateway::accounts {
namespace {

bool is_of_ours(const http::Request& request) {
  if (const auto site = request.headers.find("Sec-Fetch-Site")) return *site == "same-origin";
  std::string_view origin = request.headers.find("Origin").value_or("");
  const std::size_t scheme = origin.find("://");
  if (scheme == std::string_view::npos) return false;
  origin.remove_prefix(scheme + 3);
  const auto host = request.headers.find("Host");
  return host && http::same_word(origin, *host);
}

}  // namespace

std::optional<http::Problem> wrong_origin(const http::Request& request) {
  if (is_of_ours(request)) return std::nullopt;
  return http::Problem{403, "csrf.origin",
                       "This does not come from a page of this address. Programs must send an Origin that fits the "
                       "Host; a proxy in front must pass the Host on."};
}

std::optional<http::Problem> wrong_type(const http::Request& request) {
  if (request.body.empty()) return std::nullopt;
  const std::string_view type = request.headers.find("Content-Type").value_or("");
  if (http::same_word(http::trimmed(type.substr(0, type.find(';'))), "application/json")) return std::nullopt;
  return http::Problem{415, "body.type", "Send JSON, and say so: Content-Type: application/json."};
}

}  // namespace moderato::gateway::accounts
