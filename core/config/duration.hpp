// Time spans as operators write them: "250ms", "90s", "5m", "12h", "30d".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace moderato {

// In microseconds, as TableReader::duration reads them.
inline constexpr std::int64_t one_millisecond = 1'000;
inline constexpr std::int64_t one_second = 1'000 * one_millisecond;
inline constexpr std::int64_t one_hour = 3'600 * one_second;
inline constexpr std::int64_t one_day = 24 * one_hour;

// Microseconds; nothing when `text` is no such span or does not fit.
[[nodiscard]] std::optional<std::int64_t> parse_duration(std::string_view text);

// In the largest unit that divides it: "90s", "5m"; what is no whole millisecond as "1500us".
[[nodiscard]] std::string duration_text(std::int64_t microseconds);

}  // namespace moderato
