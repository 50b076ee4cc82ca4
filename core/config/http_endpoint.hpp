// The address of an HTTP server on this machine: "127.0.0.1:5875", "[::1]:5875". Port 0: the system picks one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace moderato {

struct HttpEndpoint {
  std::string address;  // an IPv4 or IPv6 address in numbers
  std::uint16_t port = 0;
};

// Nothing when `text` is no such address, whatever machine it is of.
[[nodiscard]] std::optional<HttpEndpoint> parse_http_endpoint(std::string_view text);

// What is wrong with it ("an address …"), or nothing. What others could reach is refused: nobody is asked who they are
// there. Empty text is accepted.
[[nodiscard]] std::optional<std::string> expected_http_endpoint(std::string_view text);

}  // namespace moderato
