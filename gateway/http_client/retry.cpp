#include "http_client/retry.hpp"

#include <algorithm>
#include <charconv>
#include <ctime>
#include <string>

namespace moderato::gateway::http_client {
namespace {

using namespace std::chrono_literals;

constexpr Milliseconds longest_wait = 6h;
constexpr Milliseconds longest_pause = 1min;
constexpr Milliseconds first_pause = 1s;
constexpr Milliseconds longest_asked_for = 24h;

Milliseconds grown(Milliseconds first, int factor, int times, Milliseconds most, double chance) {
  Milliseconds wait = first;
  for (int i = 1; i < times && wait < most; ++i) wait *= factor;
  return std::chrono::duration_cast<Milliseconds>(std::min(wait, most) * (0.75 + 0.5 * chance));
}

}  // namespace

Milliseconds wait_after(int attempts, Milliseconds first, double chance) {
  return grown(first, 4, attempts, longest_wait, chance);
}

Milliseconds pause_after(int failures, Milliseconds first, double chance) {
  return grown(std::min(first, first_pause), 2, failures, longest_pause, chance);
}

std::optional<Milliseconds> retry_after(std::string_view header, WallTime now) {
  if (header.empty()) return std::nullopt;
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(header.data(), header.data() + header.size(), seconds);
  const bool is_number = end == header.data() + header.size();
  if (is_number && error == std::errc::result_out_of_range && header.front() != '-') return longest_asked_for;
  if (is_number && error == std::errc{}) {
    if (seconds < 0) return std::nullopt;
    return std::min<Milliseconds>(std::chrono::seconds{std::min<std::int64_t>(seconds, 86'400)}, longest_asked_for);
  }
  std::tm date{};
  const std::string text{header};
  const char* const rest = ::strptime(text.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &date);
  if (rest == nullptr || *rest != '\0') return std::nullopt;
  const auto at = std::chrono::sys_seconds{std::chrono::seconds{::timegm(&date)}};
  return std::clamp<Milliseconds>(at - now, 0ms, longest_asked_for);
}

}  // namespace moderato::gateway::http_client
