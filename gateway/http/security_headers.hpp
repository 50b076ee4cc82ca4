// What tells browsers to be careful.
#pragma once

#include <string>
#include <vector>

#include "http/response.hpp"

namespace moderato::gateway::http {

struct PagePolicy {
  // Origins whose pages may show this one in a frame: "https://example.org", "'self'". None: nobody.
  std::vector<std::string> framed_by{};
  // Beyond what the page's own origin gives: each a source of Content-Security-Policy.
  std::vector<std::string> images_from{};
  std::vector<std::string> connects_to{};
  // No script may make markup or code of a text (the Trusted Types specification).
  bool trusted_types = false;
};

// For pages. Content-Security-Policy (scripts, styles and all else from the own origin alone, none inline), nosniff,
// Referrer-Policy, Cross-Origin-Opener-Policy where nobody frames it, and no access to camera and the like. Throws
// std::invalid_argument for a source with a space, ';' or ',': it would add a directive.
void add_security_headers(Response& response, const PagePolicy& policy);

}  // namespace moderato::gateway::http
