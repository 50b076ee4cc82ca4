// When what could not be delivered is tried again.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "http_client/clock.hpp"

namespace moderato::gateway::http_client {

// Before the next attempt at one delivery, after so many that failed (from 1): `first`, then four times as long each,
// at most six hours. `chance` from 0 to 1 spreads it over three quarters to five quarters of that.
[[nodiscard]] Milliseconds wait_after(int attempts, Milliseconds first, double chance);

// Before anything more is sent to a receiver that is away, after so many failures in a row (from 1): a second, then
// twice as long each, at most a minute; spread likewise. Shorter where `first` is.
[[nodiscard]] Milliseconds pause_after(int failures, Milliseconds first, double chance);

// What a header Retry-After asks for (RFC 9110, section 10.2.3): seconds, or a date. Nothing for what is neither; at
// most a day, whatever it says.
[[nodiscard]] std::optional<Milliseconds> retry_after(std::string_view header, WallTime now);

}  // namespace moderato::gateway::http_client
