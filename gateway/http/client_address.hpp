// Who asks, where reverse proxies stand in between.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v6.hpp>
#include <optional>
#include <string_view>
#include <vector>

#include "comment/result.hpp"

namespace moderato::gateway::http {

// The proxies whose X-Forwarded-For and X-Forwarded-Proto are believed. Anybody can send those; only what a proxy of
// one's own adds to them is true.
class TrustedProxies {
 public:
  // Addresses and networks: "127.0.0.1", "10.0.0.0/8", "fd00::/8". Error: http.bad_proxy.
  static Result<TrustedProxies> parse(const std::vector<std::string>& networks);

  [[nodiscard]] bool includes(const boost::asio::ip::address& address) const;
  // The last address of the chain that is not one of ours: what is left of it is hearsay. The peer itself when that is
  // no proxy of ours, or the header says nothing that can be read.
  [[nodiscard]] boost::asio::ip::address client(const boost::asio::ip::address& peer,
                                                std::optional<std::string_view> forwarded_for) const;

  // Whether a proxy of ours says that the client spoke HTTPS to it; the last of them, where it is a list.
  [[nodiscard]] bool came_by_https(const boost::asio::ip::address& peer,
                                   std::optional<std::string_view> forwarded_proto) const;

 private:
  std::vector<boost::asio::ip::network_v6> networks_;  // IPv4 as ::ffff:0:0/96
};

// An IPv4 address that came over an IPv6 socket is one of IPv4 again.
[[nodiscard]] boost::asio::ip::address plain(const boost::asio::ip::address& address);

}  // namespace moderato::gateway::http
