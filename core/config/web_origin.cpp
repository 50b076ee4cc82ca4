#include "config/web_origin.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

namespace moderato {
namespace {

constexpr std::string_view form = R"(an origin as browsers send it, such as "https://www.example.org")";
constexpr std::array<std::string_view, 2> any_port{"http://localhost:*", "http://127.0.0.1:*"};

bool is_host(std::string_view host) {
  if (host.starts_with('[') && host.ends_with(']')) {
    std::array<unsigned char, sizeof(in6_addr)> bytes{};
    return ::inet_pton(AF_INET6, std::string{host.substr(1, host.size() - 2)}.c_str(), bytes.data()) == 1;
  }
  constexpr std::size_t longest = 253;
  return !host.empty() && host.size() <= longest && host.front() != '.' && std::ranges::all_of(host, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
  });
}

// Nothing for what is no number of a port.
std::optional<std::uint16_t> port_of(std::string_view digits) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  const bool plain = !digits.empty() && digits.front() != '0';  // as a browser writes it
  if (error != std::errc{} || end != digits.data() + digits.size() || !plain) return std::nullopt;
  return port;
}

}  // namespace

std::optional<std::string> expected_web_origin(std::string_view text) {
  if (std::ranges::find(any_port, text) != any_port.end()) return std::nullopt;
  const bool secure = text.starts_with("https://");
  if (!secure && !text.starts_with("http://")) return std::string{form};
  std::string_view host = text.substr(secure ? 8 : 7);
  if (host.find_first_of("/?#") != std::string_view::npos) return std::string{form} + ", without a path or a slash";
  const std::size_t bracket = host.rfind(']');
  const std::size_t colon = host.find(':', bracket == std::string_view::npos ? 0 : bracket);
  if (colon != std::string_view::npos) {
    const auto port = port_of(host.substr(colon + 1));
    if (!port) return std::string{form};
    if (*port == (secure ? 443 : 80)) return std::string{form} + ", without the port that goes without saying";
    host = host.substr(0, colon);
  }
  if (std::ranges::any_of(host, [](char c) { return c >= 'A' && c <= 'Z'; }))
    return std::string{form} + ", in lower case";
  if (!is_host(host)) return std::string{form};
  return std::nullopt;
}

bool allows_web_origin(std::string_view listed, std::string_view origin) {
  if (!listed.ends_with(":*")) return listed == origin;
  const std::string_view host = listed.substr(0, listed.size() - 2);
  if (!origin.starts_with(host)) return false;
  const std::string_view rest = origin.substr(host.size());
  return rest.empty() || (rest.front() == ':' && port_of(rest.substr(1)).has_value());
}

}  // namespace moderato
