#include "config/http_endpoint.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <array>
#include <charconv>

#include "config/reach.hpp"

namespace moderato {
namespace {

bool is_address(const std::string& address, int family) {
  std::array<unsigned char, sizeof(in6_addr)> bytes{};
  return ::inet_pton(family, address.c_str(), bytes.data()) == 1;
}

}  // namespace

std::optional<HttpEndpoint> parse_http_endpoint(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const std::string_view digits = text.substr(colon + 1);
  std::string_view host = text.substr(0, colon);
  HttpEndpoint endpoint;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), endpoint.port);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (bracketed) host = host.substr(1, host.size() - 2);
  endpoint.address = host;
  if (!is_address(endpoint.address, bracketed ? AF_INET6 : AF_INET)) return std::nullopt;
  return endpoint;
}

std::optional<std::string> expected_http_endpoint(std::string_view text) {
  if (text.empty()) return std::nullopt;
  const auto endpoint = parse_http_endpoint(text);
  if (!endpoint) return R"(an address and a port, such as "127.0.0.1:5875" or "[::1]:5875", or "" for none)";
  if (stays_on_this_machine("tcp://" + std::string{text})) return std::nullopt;
  return "an address of this machine alone, such as \"127.0.0.1:" + std::to_string(endpoint->port) +
         "\" (nobody is asked who they are there: let others in by a tunnel or a proxy that asks)";
}

}  // namespace moderato
