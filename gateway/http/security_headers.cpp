#include "http/security_headers.hpp"

#include <stdexcept>

namespace moderato::gateway::http {
namespace {

constexpr auto no_markup_from_text = "; require-trusted-types-for 'script'; trusted-types 'none'";

std::string directive(std::string_view name, std::string_view first, const std::vector<std::string>& sources) {
  std::string text = "; ";
  text.append(name);
  if (!first.empty()) text.append(" ").append(first);
  for (const std::string& source : sources) {
    if (source.empty() || source.find_first_of(" ;,\t") != std::string::npos)
      throw std::invalid_argument("no source of a Content-Security-Policy: '" + source + "'");
    text.append(" ").append(source);
  }
  return text;
}

}  // namespace

void add_security_headers(Response& response, const PagePolicy& policy) {
  const bool framed = !policy.framed_by.empty();
  response.set("Content-Security-Policy", "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'" +
                                              directive("img-src", "'self'", policy.images_from) +
                                              directive("connect-src", "'self'", policy.connects_to) +
                                              directive("frame-ancestors", framed ? "" : "'none'", policy.framed_by) +
                                              (policy.trusted_types ? no_markup_from_text : ""));
  response.set("X-Content-Type-Options", "nosniff");
  response.set("Referrer-Policy", "strict-origin-when-cross-origin");
  response.set("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
  if (!framed) response.set("Cross-Origin-Opener-Policy", "same-origin").set("X-Frame-Options", "DENY");
}

}  // namespace moderato::gateway::http
