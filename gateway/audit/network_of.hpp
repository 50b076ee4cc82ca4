// An address of which no more is left than the network it is of.
#pragma once

#include <string>
#include <string_view>

namespace moderato::gateway {

// "203.0.113.0/24" of an IPv4 address, "2001:db8:7::/48" of one of IPv6, which is what one customer may have; empty for
// text that is no address.
[[nodiscard]] std::string network_of(std::string_view address);

}  // namespace moderato::gateway
