// An IP address or a network in numbers: "127.0.0.1", "10.0.0.0/8", "fd00::/8".
#pragma once

#include <string_view>

namespace moderato {

[[nodiscard]] bool is_address_range(std::string_view text);

}  // namespace moderato
