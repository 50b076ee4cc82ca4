// Times as RFC 3339 text.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace moderato {

using Time = std::chrono::sys_time<std::chrono::microseconds>;

// "2026-11-23T08:15:00Z", with any fraction of a second (kept to microseconds) and any offset. Years 1970 to 9999.
[[nodiscard]] std::optional<Time> parse_rfc3339(std::string_view text);

// In UTC with microseconds: "2026-11-23T08:15:00.000000Z". Years 0 to 9999.
inline constexpr std::size_t rfc3339_size = 27;
void write_rfc3339(std::span<char, rfc3339_size> out, Time time);
void append_rfc3339(std::string& out, Time time);

[[nodiscard]] Time now();

}  // namespace moderato
