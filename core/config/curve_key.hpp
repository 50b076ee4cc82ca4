// Keys of CurveZMQ (RFC 26) as people write them: 32 bytes in Z85 (RFC 32), which makes 40 characters.
#pragma once

#include <string_view>

namespace moderato {

// Whether it could be a key, public or secret: nothing in it tells which.
[[nodiscard]] bool is_curve_key(std::string_view text);

inline constexpr std::string_view curve_key_form = R"(a key of 40 characters, as "moderato keys" makes them)";

}  // namespace moderato
