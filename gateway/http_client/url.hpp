// Where a server is called.
#pragma once

#include <string>
#include <string_view>
#include <variant>

namespace moderato::gateway::http_client {

struct Url {
  bool tls = false;
  std::string host;       // a name or an address, without brackets
  std::string port;       // digits
  std::string authority;  // for the Host header: "example.org:8080", without the port where it is the usual one
  std::string target;     // path and query

  // "https://example.org:8080": what may be shown. A path or a query may hold a key.
  [[nodiscard]] std::string name() const { return (tls ? "https://" : "http://") + authority; }
};

// Or what was expected.
[[nodiscard]] std::variant<Url, std::string> parse_url(std::string_view text);

}  // namespace moderato::gateway::http_client
