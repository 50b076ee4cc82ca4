// Codes of six digits that a telephone shows: TOTP (RFC 6238), by liboath.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "comment/timestamp.hpp"

namespace moderato::gateway::accounts {

using TotpSecret = std::vector<std::uint8_t>;

// 160 random bits, as long as HMAC-SHA1's output (RFC 4226, section 4, R6).
[[nodiscard]] TotpSecret new_totp_secret();

// As people type it and authenticators read it. Throws std::bad_alloc.
[[nodiscard]] std::string base32_of(const TotpSecret& secret);
// "otpauth://totp/Moderato:ann?secret=…", which a QR code holds.
[[nodiscard]] std::string otpauth_uri(const TotpSecret& secret, std::string_view account);

// A step is 30 seconds; the first began in 1970.
using TotpStep = std::int64_t;
[[nodiscard]] TotpStep totp_step_at(Time time);
[[nodiscard]] std::string totp_code(const TotpSecret& secret, TotpStep step);

// The step of which this is the code: the current one, or a neighbour of it, for clocks that are not quite right. Who
// takes a code must take none of this step and before it again. Spaces in the code do not count.
[[nodiscard]] std::optional<TotpStep> match_totp(const TotpSecret& secret, std::string_view code, Time now);

}  // namespace moderato::gateway::accounts
