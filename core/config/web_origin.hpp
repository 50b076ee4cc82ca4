// The origin of a page, as browsers send it (RFC 6454): "https://www.example.org".
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace moderato {

// What is wrong with an origin that the configuration lists ("an origin …"), or nothing. Accepted is exactly what a
// browser would send, since it is compared with that; and "http://localhost:*" and "http://127.0.0.1:*", any port of
// this machine, for those who try things out.
[[nodiscard]] std::optional<std::string> expected_web_origin(std::string_view text);

// Whether the one that is listed means this one.
[[nodiscard]] bool allows_web_origin(std::string_view listed, std::string_view origin);

}  // namespace moderato
