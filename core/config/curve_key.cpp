#include "config/curve_key.hpp"

#include <cstdint>
#include <limits>

namespace moderato {
namespace {

// In the order of their values.
constexpr std::string_view z85_digits =
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";

// Five digits make four bytes, or too large a number.
bool is_group(std::string_view digits) {
  std::uint64_t value = 0;
  for (const char digit : digits) {
    const std::size_t at = z85_digits.find(digit);
    if (at == std::string_view::npos) return false;
    value = value * z85_digits.size() + at;
  }
  return value <= std::numeric_limits<std::uint32_t>::max();
}

}  // namespace

bool is_curve_key(std::string_view text) {
  constexpr std::size_t length = 40;
  constexpr std::size_t group = 5;
  if (text.size() != length) return false;
  for (std::size_t at = 0; at < length; at += group)
    if (!is_group(text.substr(at, group))) return false;
  return true;
}

}  // namespace moderato
