// Which network an address belongs to, as far as limits are concerned.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace moderato::rate {

// The bytes that name the network of `address`: IPv4 whole, also when it is written as IPv6 (::ffff:192.0.2.1); of IPv6
// the first `prefix` bits, 0 to 128, because one line usually has all addresses behind them. Nothing for what is no
// address.
[[nodiscard]] std::optional<std::string> network_of(std::string_view address, int prefix);

}  // namespace moderato::rate
