#include "config/reach.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <cstdint>
#include <string>

namespace moderato {
namespace {

bool is_loopback(const in_addr& address) {
  constexpr unsigned loopback_network = 127;
  return ntohl(address.s_addr) >> 24U == loopback_network;
}

bool is_loopback(const in6_addr& address) {
  if (!IN6_IS_ADDR_V4MAPPED(&address)) return IN6_IS_ADDR_LOOPBACK(&address);
  in_addr mapped{};
  constexpr std::size_t prefix = 12;  // of ::ffff:0:0/96, in bytes
  std::copy_n(&address.s6_addr[prefix], sizeof mapped, reinterpret_cast<std::uint8_t*>(&mapped));
  return is_loopback(mapped);
}

}  // namespace

bool stays_on_this_machine(std::string_view address) {
  constexpr std::string_view tcp = "tcp://";
  if (!address.starts_with(tcp)) return address.starts_with("ipc://") || address.starts_with("inproc://");
  std::string host{address.substr(tcp.size(), address.rfind(':') - tcp.size())};
  if (host == "localhost") return true;
  if (host.starts_with('[') && host.ends_with(']')) {
    in6_addr v6{};
    host = host.substr(1, host.size() - 2);
    return ::inet_pton(AF_INET6, host.c_str(), &v6) == 1 && is_loopback(v6);
  }
  in_addr v4{};
  return ::inet_pton(AF_INET, host.c_str(), &v4) == 1 && is_loopback(v4);
}

}  // namespace moderato
