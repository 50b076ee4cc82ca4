// What a byte of a word may be while it is being folded, and what letter a digit or symbol is used as.
#pragma once

#include <cstddef>
#include <string_view>

#include "moderato/text/utf8.hpp"

namespace moderato::text {

// A byte of folded text that belongs to a word (not one of the symbols that are still to be judged).
constexpr bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
}
constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_mask(char c) {
  return c == '*' || c == '#' || c == '%';
}

// The letter that a digit or symbol is used as; 0 when it is used as none.
constexpr char spoken(char c) {
  switch (c) {
    case '0':
      return 'o';
    case '1':
    case '!':
    case '|':
      return 'i';
    case '3':
      return 'e';
    case '4':
    case '@':
    case '^':
      return 'a';
    case '5':
    case '$':
      return 's';
    case '7':
    case '+':
      return 't';
    case '8':
      return 'b';
    case '9':
      return 'g';
    case '(':
    case '<':
    case 'C':
      return 'c';
    case 'E':
      return 'e';
    case 'Y':
      return 'y';
    default:
      return is_mask(c) ? '*' : '\0';
  }
}

// May stand for a letter beside others.
constexpr bool stands_in(char c) {
  return is_letter(c) || is_mask(c) || (!is_digit(c) && c != '(' && c != '<' && spoken(c) != '\0');
}

constexpr bool is_wordlike(char c) {
  return c != '!' && (is_digit(c) || stands_in(c));
}

// The ASCII character of the original text at `at`, also where it is full-width there; 0 when there is another or none.
inline char ascii_at(std::string_view text, std::size_t at) {
  if (at >= text.size()) return 0;
  if (static_cast<unsigned char>(text[at]) < 0x80) return text[at];
  const Decoded decoded = decode(text, at);
  if (decoded.code == 0x3000) return ' ';
  const bool wide = decoded.code >= 0xff01 && decoded.code <= 0xff5e;
  return wide ? static_cast<char>(decoded.code - 0xfee0) : '\0';
}

}  // namespace moderato::text
