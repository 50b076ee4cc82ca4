#include "comment/timestamp.hpp"

#include <array>
#include <cstdint>

namespace moderato {
namespace {

// Reads exactly `digits` digits at the front of `text` and takes them off.
template <std::size_t digits>
std::optional<int> take_number(std::string_view& text) {
  if (text.size() < digits) return std::nullopt;
  int value = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(digits);
  return value;
}

template <class... Chars>
bool take(std::string_view& text, Chars... any_of) {
  if (text.empty() || ((text.front() != any_of) && ...)) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<std::chrono::microseconds> take_fraction(std::string_view& text) {
  if (!take(text, '.', ',')) return std::chrono::microseconds{0};
  std::int64_t micros = 0;
  std::int64_t unit = 100'000;
  bool any = false;
  while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
    micros += (text.front() - '0') * unit;
    unit /= 10;
    any = true;
    text.remove_prefix(1);
  }
  if (!any) return std::nullopt;
  return std::chrono::microseconds{micros};
}

std::optional<std::chrono::minutes> take_offset(std::string_view& text) {
  if (take(text, 'Z', 'z')) return std::chrono::minutes{0};
  const bool negative = !text.empty() && text.front() == '-';
  if (!take(text, '+', '-')) return std::nullopt;
  const auto hours = take_number<2>(text);
  if (!hours || !take(text, ':')) return std::nullopt;
  const auto minutes = take_number<2>(text);
  if (!minutes || *hours > 23 || *minutes > 59) return std::nullopt;
  const std::chrono::minutes offset{*hours * 60 + *minutes};
  return negative ? -offset : offset;
}

// Writes the last `digits` digits of `number`, and then `next`; returns what is behind.
char* write(char* out, std::uint64_t number, std::size_t digits, char next) {
  for (std::size_t i = digits; i-- > 0; number /= 10) out[i] = static_cast<char>('0' + number % 10);
  out[digits] = next;
  return out + digits + 1;
}

}  // namespace

std::optional<Time> parse_rfc3339(std::string_view text) {
  const auto year = take_number<4>(text);
  if (!year || !take(text, '-')) return std::nullopt;
  const auto month = take_number<2>(text);
  if (!month || !take(text, '-')) return std::nullopt;
  const auto day = take_number<2>(text);
  if (!day || !take(text, 'T', 't', ' ')) return std::nullopt;
  const auto hour = take_number<2>(text);
  if (!hour || !take(text, ':')) return std::nullopt;
  const auto minute = take_number<2>(text);
  if (!minute || !take(text, ':')) return std::nullopt;
  const auto second = take_number<2>(text);
  if (!second) return std::nullopt;
  const auto fraction = take_fraction(text);
  if (!fraction) return std::nullopt;
  const auto offset = take_offset(text);
  if (!offset || !text.empty()) return std::nullopt;

  const std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  // A leap second (60) reads as the second after it.
  if (!date.ok() || *year < 1970 || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  const Time time = std::chrono::sys_days{date} + std::chrono::hours{*hour} + std::chrono::minutes{*minute} +
                    std::chrono::seconds{*second} + *fraction - *offset;
  if (time.time_since_epoch().count() < 0) return std::nullopt;
  return time;
}

void write_rfc3339(std::span<char, rfc3339_size> out, Time time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{time - day};
  char* at = out.data();
  at = write(at, static_cast<std::uint64_t>(static_cast<int>(date.year())), 4, '-');
  at = write(at, static_cast<unsigned>(date.month()), 2, '-');
  at = write(at, static_cast<unsigned>(date.day()), 2, 'T');
  at = write(at, static_cast<std::uint64_t>(clock.hours().count()), 2, ':');
  at = write(at, static_cast<std::uint64_t>(clock.minutes().count()), 2, ':');
  at = write(at, static_cast<std::uint64_t>(clock.seconds().count()), 2, '.');
  write(at, static_cast<std::uint64_t>(clock.subseconds().count()), 6, 'Z');
}

void append_rfc3339(std::string& out, Time time) {
  std::array<char, rfc3339_size> text{};
  write_rfc3339(text, time);
  out.append(text.data(), text.size());
}

Time now() {
  return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

}  // namespace moderato
