// A text without the simplest disguises, and where each byte of it came from.
//
// Full-width and mathematical digits and letters become ASCII, so do the many spaces, hyphens and apostrophes;
// invisible characters are dropped; %40 and %2B, as links write them, become "@" and "+". All else stays as it is,
// bytes that are no UTF-8 included.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "moderato/finding.hpp"

namespace moderato::privacy {

struct Plain {
  explicit Plain(std::string_view original);

  // The bytes of the original that became [begin, end). `begin < end <= text.size()`.
  [[nodiscard]] Span original(std::size_t begin, std::size_t end) const { return {begins[begin], ends[end - 1]}; }

  // The byte at `at`, or NUL outside the text. `at` may be one before the first, as unsigned numbers wrap.
  [[nodiscard]] char operator[](std::size_t at) const { return at < text.size() ? text[at] : '\0'; }

  std::string text;
  std::vector<std::uint32_t> begins;
  std::vector<std::uint32_t> ends;
};

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
constexpr bool is_letter(char c) {
  return is_upper(c) || (c >= 'a' && c <= 'z');
}
constexpr bool is_alnum(char c) {
  return is_digit(c) || is_letter(c);
}
constexpr bool is_beyond_ascii(char c) {
  return static_cast<unsigned char>(c) >= 0x80;
}
constexpr char lower(char c) {
  return is_upper(c) ? static_cast<char>(c + ('a' - 'A')) : c;
}

// In lower case: ASCII, and the letters of Western Europe.
[[nodiscard]] std::string lower(std::string_view text);

}  // namespace moderato::privacy
