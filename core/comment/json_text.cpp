#include "comment/json_text.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "moderato/text/eight_bytes.hpp"

namespace moderato {
namespace {

constexpr std::string_view hex = "0123456789abcdef";
constexpr std::uint64_t ones = 0x0101010101010101;
constexpr std::uint64_t tops = ones << 7U;

// Of eight bytes, the lowest that JSON escapes has its top bit set, and those below it have not: Mycroft's tests for a
// byte that is zero, or less than 32.
constexpr std::uint64_t escaped(std::uint64_t eight) {
  const auto is = [&](char c) {
    const std::uint64_t zeroed = eight ^ (ones * static_cast<unsigned char>(c));
    return (zeroed - ones) & ~zeroed;
  };
  return (((eight - ones * 0x20) & ~eight) | is('"') | is('\\')) & tops;
}

// Likewise, for bytes that are no ASCII and the zeroes behind a text's end.
constexpr std::uint64_t beyond_ascii(std::uint64_t eight) {
  return (eight | ((eight - ones) & ~eight)) & tops;
}

// Where in `text`, from `at` on, the first byte is that `found` tells, or else its end.
template <class Found>
std::size_t first_of(std::string_view text, std::size_t at, Found found) {
  while (at < text.size()) {
    const std::uint64_t tops_found = found(text::eight_bytes(text, at));
    if (tops_found != 0) return std::min(at + static_cast<std::size_t>(std::countr_zero(tops_found)) / 8, text.size());
    at += 8;
  }
  return text.size();
}

// The length of the UTF-8 sequence at the front of `text`, or 0 when it is none (Unicode 15, table 3-7).
std::size_t sequence_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const auto tail = [&](std::size_t i, unsigned least = 0x80, unsigned most = 0xBF) {
    return byte(i) >= least && byte(i) <= most;
  };
  const unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return tail(1) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    const unsigned least = lead == 0xE0 ? 0xA0 : 0x80;
    const unsigned most = lead == 0xED ? 0x9F : 0xBF;
    return tail(1, least, most) && tail(2) ? 3 : 0;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    const unsigned least = lead == 0xF0 ? 0x90 : 0x80;
    const unsigned most = lead == 0xF4 ? 0x8F : 0xBF;
    return tail(1, least, most) && tail(2) && tail(3) ? 4 : 0;
  }
  return 0;
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  for (std::size_t begin = 0;;) {
    const std::size_t end = first_of(text, begin, escaped);
    out.append(text, begin, end - begin);
    if (end == text.size()) break;
    begin = end + 1;
    const auto c = static_cast<unsigned char>(text[end]);
    out += '\\';
    switch (c) {
      case '"':
        out += '"';
        break;
      case '\\':
        out += '\\';
        break;
      case '\n':
        out += 'n';
        break;
      case '\r':
        out += 'r';
        break;
      case '\t':
        out += 't';
        break;
      default:
        out.append("u00");
        out += hex[c >> 4U];
        out += hex[c & 15U];
    }
  }
  out += '"';
}

void append_json_share(std::string& out, double value) {
  if (!(value > 0)) value = 0;  // NaN too
  const auto scaled = std::lround(std::min(value, 1.0) * 10'000);
  if (scaled % 10'000 == 0) {
    out += scaled == 0 ? '0' : '1';
    return;
  }
  std::array<char, 6> digits{'0',
                             '.',
                             static_cast<char>('0' + scaled / 1000),
                             static_cast<char>('0' + scaled / 100 % 10),
                             static_cast<char>('0' + scaled / 10 % 10),
                             static_cast<char>('0' + scaled % 10)};
  std::size_t size = digits.size();
  while (digits[size - 1] == '0') --size;
  out.append(digits.data(), size);
}

void append_json_number(std::string& out, double value) {
  if (!std::isfinite(value) || value == 0) value = 0;  // no "-0" either
  // Three digits of a larger number would have an exponent.
  const double magnitude = std::abs(value);
  const bool whole = magnitude >= 100 && magnitude < 1'000'000;
  std::array<char, 16> digits{};
  const auto end = whole ? std::to_chars(digits.begin(), digits.end(), value, std::chars_format::fixed, 0)
                         : std::to_chars(digits.begin(), digits.end(), value, std::chars_format::general, 3);
  out.append(digits.begin(), end.ptr);
}

std::string valid_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t ascii = first_of(text, 0, beyond_ascii);
    out.append(text, 0, ascii);
    text.remove_prefix(ascii);
    if (text.empty()) break;
    const std::size_t length = sequence_length(text);
    if (length == 0) {
      out += "\xEF\xBF\xBD";
      text.remove_prefix(1);
    } else {
      out.append(text, 0, length);
      text.remove_prefix(length);
    }
  }
  return out;
}

}  // namespace moderato
