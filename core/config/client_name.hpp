// What a client of the daemon may be called.
#pragma once

#include <string_view>

namespace moderato {

// Its name stands in log lines and in answers.
[[nodiscard]] bool is_client_name(std::string_view name);
inline constexpr std::string_view client_name_form = "a name of 1 to 64 letters, digits, \"_\", \"-\" or \".\"";

}  // namespace moderato
