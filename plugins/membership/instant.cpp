#include "instant.hpp"

#include <charconv>
#include <cmath>

#include "moderato/unix_time.hpp"

namespace moderato::membership {
namespace {

// Reads from the front of a text; every step says whether it fitted.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool done() const { return rest_.empty(); }
  bool skip(char wanted) {
    if (rest_.empty() || rest_.front() != wanted) return false;
    rest_.remove_prefix(1);
    return true;
  }
  // Exactly `digits` digits, from `least` to `most`.
  bool number(std::size_t digits, int least, int most, int& value) {
    if (rest_.size() < digits) return false;
    value = 0;
    for (const char digit : rest_.substr(0, digits)) {
      if (digit < '0' || digit > '9') return false;
      value = value * 10 + (digit - '0');
    }
    rest_.remove_prefix(digits);
    return value >= least && value <= most;
  }
  // The digits after a decimal point; those beyond microseconds are dropped.
  bool fraction(std::chrono::microseconds& value) {
    std::int64_t unit = 100'000;
    std::size_t digits = 0;
    while (digits < rest_.size() && rest_[digits] >= '0' && rest_[digits] <= '9') {
      value += std::chrono::microseconds{unit * (rest_[digits] - '0')};
      unit /= 10;
      ++digits;
    }
    rest_.remove_prefix(digits);
    return digits > 0;
  }

 private:
  std::string_view rest_;
};

std::optional<std::chrono::minutes> parse_offset(Reader& reader) {
  if (reader.done() || reader.skip('Z') || reader.skip('z')) return std::chrono::minutes{0};
  const bool west = reader.skip('-');
  if (!west && !reader.skip('+')) return std::nullopt;
  int hours = 0;
  int minutes = 0;
  if (!reader.number(2, 0, 23, hours)) return std::nullopt;
  if (!reader.done() && (reader.skip(':'), !reader.number(2, 0, 59, minutes))) return std::nullopt;
  const std::chrono::minutes offset{hours * 60 + minutes};
  return west ? -offset : offset;
}

std::optional<Time> parse_date(std::string_view text) {
  Reader reader{text};
  int year = 0;
  int month = 0;
  int day = 0;
  if (!reader.number(4, 1, 9999, year) || !reader.skip('-') || !reader.number(2, 1, 12, month) || !reader.skip('-') ||
      !reader.number(2, 1, 31, day))
    return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  if (!date.ok()) return std::nullopt;
  const Time midnight = std::chrono::sys_days{date};
  if (reader.done()) return midnight;

  int hour = 0;
  int minute = 0;
  int second = 0;
  if (!reader.skip('T') && !reader.skip('t') && !reader.skip(' ')) return std::nullopt;
  if (!reader.number(2, 0, 23, hour) || !reader.skip(':') || !reader.number(2, 0, 59, minute)) return std::nullopt;
  if (!reader.skip(':') || !reader.number(2, 0, 60, second)) return std::nullopt;
  std::chrono::microseconds fraction{0};
  if (reader.skip('.') && !reader.fraction(fraction)) return std::nullopt;
  const auto offset = parse_offset(reader);
  if (!offset || !reader.done()) return std::nullopt;
  return midnight + std::chrono::hours{hour} + std::chrono::minutes{minute} + std::chrono::seconds{second} + fraction -
         *offset;
}

}  // namespace

std::optional<Time> parse_instant(std::string_view text) {
  if (text == "infinity") return Time::max();
  if (text == "-infinity") return Time::min();
  if (const auto date = parse_date(text)) return date;
  double seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds, std::chars_format::fixed);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(seconds)) return std::nullopt;
  return from_unix(seconds);
}

}  // namespace moderato::membership
