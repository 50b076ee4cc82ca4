// Characters of UTF-8: for whoever reads a text that may be anything, byte by byte.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace moderato::text {

// Whether it is a byte within a character, not its first.
constexpr bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

// A character, or a byte that begins none.
struct Decoded {
  char32_t code = 0;     // 0 when not valid
  std::size_t size = 1;  // bytes to go on by
  bool valid = false;    // it is UTF-8
};

// One character of at least two bytes. Refuses overlong forms, surrogates and what lies beyond U+10FFFF.
inline Decoded decode(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(at);
  const std::size_t size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || at + size > text.size()) return {};
  char32_t code = lead & (0x7fU >> size);
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(at + i) & 0xc0) != 0x80) return {};
    code = (code << 6) | (byte(at + i) & 0x3fU);
  }
  constexpr std::array<char32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
  if (code < least[size] || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return {};
  return {code, size, true};
}

// `code` is at least U+0800. Returns how many bytes were written.
inline std::size_t encode(char32_t code, char* to) {
  const std::size_t size = code < 0x10000 ? 3 : 4;
  to[0] = static_cast<char>((size == 3 ? 0xe0 : 0xf0) | code >> 6 * (size - 1));
  for (std::size_t i = 1; i < size; ++i) to[i] = static_cast<char>(0x80 | (code >> 6 * (size - 1 - i) & 0x3f));
  return size;
}

}  // namespace moderato::text
