#include "http/client_address.hpp"

#include <algorithm>
#include <charconv>

#include "http/headers.hpp"

namespace moderato::gateway::http {
namespace {

namespace ip = boost::asio::ip;

ip::address_v6 as_v6(const ip::address& address) {
  return address.is_v6() ? address.to_v6() : ip::make_address_v6(ip::v4_mapped, address.to_v4());
}

// Nothing for what is no address in numbers. Ports, as some proxies add them, are left out.
std::optional<ip::address> parse_address(std::string_view text) {
  text = trimmed(text);
  if (text.starts_with('['))
    text = text.substr(1, std::max<std::size_t>(text.find(']'), 1) - 1);
  else if (std::ranges::count(text, ':') == 1)
    text = text.substr(0, text.find(':'));
  if (text.size() > 45) return std::nullopt;  // the longest IPv6 address
  boost::system::error_code error;
  const ip::address address = ip::make_address(std::string{text}, error);
  return error ? std::nullopt : std::optional{plain(address)};
}

std::optional<ip::network_v6> parse_network(std::string_view text) {
  const std::size_t slash = std::min(text.find('/'), text.size());
  boost::system::error_code error;
  const ip::address address = ip::make_address(std::string{text.substr(0, slash)}, error);
  if (error) return std::nullopt;
  const unsigned longest = address.is_v4() ? 32 : 128;
  unsigned bits = longest;
  if (slash < text.size()) {
    const char* end = text.data() + text.size();
    const auto [stopped, wrong] = std::from_chars(text.data() + slash + 1, end, bits);
    if (wrong != std::errc{} || stopped != end || bits > longest) return std::nullopt;
  }
  return ip::make_network_v6(as_v6(address), static_cast<unsigned short>(128 - longest + bits)).canonical();
}

}  // namespace

ip::address plain(const ip::address& address) {
  if (!address.is_v6() || !address.to_v6().is_v4_mapped()) return address;
  return ip::make_address_v4(ip::v4_mapped, address.to_v6());
}

Result<TrustedProxies> TrustedProxies::parse(const std::vector<std::string>& networks) {
  TrustedProxies proxies;
  for (const std::string& text : networks) {
    const auto network = parse_network(text);
    if (!network)
      return Error{"http.bad_proxy", "'" + text +
                                         "' is neither an address nor a network: write \"10.0.0.1\" or "
                                         "\"10.0.0.0/8\""};
    proxies.networks_.push_back(*network);
  }
  return proxies;
}

bool TrustedProxies::includes(const ip::address& address) const {
  const ip::address_v6 v6 = as_v6(address);
  return std::ranges::any_of(networks_, [&](const ip::network_v6& network) {
    return ip::make_network_v6(v6, network.prefix_length()).canonical() == network;
  });
}

ip::address TrustedProxies::client(const ip::address& peer, std::optional<std::string_view> forwarded_for) const {
  ip::address client = peer;
  std::string_view rest = forwarded_for.value_or("");
  while (!rest.empty() && includes(client)) {
    const std::size_t comma = rest.rfind(',');
    const auto next = parse_address(comma == std::string_view::npos ? rest : rest.substr(comma + 1));
    if (!next) break;
    client = *next;
    rest = rest.substr(0, comma == std::string_view::npos ? 0 : comma);
  }
  return client;
}

bool TrustedProxies::came_by_https(const ip::address& peer, std::optional<std::string_view> forwarded_proto) const {
  if (!forwarded_proto || !includes(peer)) return false;
  const std::string_view all = *forwarded_proto;
  const std::size_t comma = all.rfind(',');
  return same_word(trimmed(comma == std::string_view::npos ? all : all.substr(comma + 1)), "https");
}

}  // namespace moderato::gateway::http
