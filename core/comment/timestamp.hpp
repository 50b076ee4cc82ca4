// Times as RFC 3339 text.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace moderato {

using Time = std::chrono::sys_time<std::chrono::microseconds>;

// "2026-11-23T08:15:00Z", with any fraction of a second (kept to microseconds) and any offset. Years 1970 to 9999.
[[nodiscard]] std::optional<Time> parse_rfc3339(std::string_view text);

// Appends in UTC with microseconds: "2026-11-23T08:15:00.000000Z".
void append_rfc3339(std::string& out, Time time);

[[nodiscard]] Time now();

}  // namespace moderato
