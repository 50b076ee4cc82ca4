// Which role a request to control needs.
#pragma once

#include <string_view>

#include "config/access.hpp"

namespace moderato {

// A request nobody thought of here is the operator's.
[[nodiscard]] Role role_for(std::string_view request);

}  // namespace moderato
