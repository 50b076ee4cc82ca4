// How Coral signs what it sends.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace moderato::external {

// The value of the header X-Coral-Signature for these bytes: "sha256=" and HMAC-SHA256 in hexadecimal, one for each
// secret, with commas between. Throws std::runtime_error when OpenSSL fails.
[[nodiscard]] std::string signature(std::string_view body, const std::vector<std::string>& secrets);

}  // namespace moderato::external
