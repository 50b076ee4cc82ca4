#include "audit/network_of.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>

namespace moderato::gateway {

std::string network_of(std::string_view address) {
  namespace ip = boost::asio::ip;
  boost::system::error_code wrong;
  const ip::address parsed = ip::make_address(std::string{address}, wrong);
  if (wrong) return {};
  if (parsed.is_v4()) return ip::network_v4{parsed.to_v4(), 24}.canonical().to_string();
  if (parsed.to_v6().is_v4_mapped())
    return ip::network_v4{ip::make_address_v4(ip::v4_mapped, parsed.to_v6()), 24}.canonical().to_string();
  return ip::network_v6{ip::address_v6{parsed.to_v6().to_bytes()}, 48}.canonical().to_string();
}

}  // namespace moderato::gateway
