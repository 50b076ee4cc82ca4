#include "config/duration.hpp"

#include <array>
#include <charconv>
#include <limits>

namespace moderato {
namespace {

struct TimeUnit {
  std::string_view name;
  std::int64_t microseconds;
};
constexpr std::array<TimeUnit, 5> time_units{
    {{"d", 86'400'000'000}, {"h", 3'600'000'000}, {"m", 60'000'000}, {"s", 1'000'000}, {"ms", 1'000}}};

}  // namespace

std::optional<std::int64_t> parse_duration(std::string_view text) {
  const char* const last = text.data() + text.size();
  std::int64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), last, count);
  if (error != std::errc{} || count < 0) return std::nullopt;
  const std::string_view name{end, static_cast<std::size_t>(last - end)};
  for (const TimeUnit& unit : time_units) {
    if (unit.name != name) continue;
    if (count > std::numeric_limits<std::int64_t>::max() / unit.microseconds) return std::nullopt;
    return count * unit.microseconds;
  }
  return std::nullopt;
}

std::string duration_text(std::int64_t microseconds) {
  if (microseconds == 0) return "0s";
  for (const TimeUnit& unit : time_units)
    if (microseconds % unit.microseconds == 0)
      return std::to_string(microseconds / unit.microseconds).append(unit.name);
  return std::to_string(microseconds) + "us";
}

}  // namespace moderato
