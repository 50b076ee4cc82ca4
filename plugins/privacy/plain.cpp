#include "plain.hpp"

#include "moderato/text/utf8.hpp"

namespace moderato::privacy {
namespace {

constexpr bool between(char32_t code, char32_t first, char32_t last) {
  return code >= first && code <= last;
}

constexpr bool is_invisible(char32_t code) {
  return code == 0xad || between(code, 0x200b, 0x200f) || between(code, 0x202a, 0x202e) ||
         between(code, 0x2060, 0x2064) || code == 0xfeff || between(code, 0xfe00, 0xfe0f);
}

// The ASCII character that this one is drawn like; NUL for none.
constexpr char ascii_of(char32_t code) {
  if (between(code, 0xff01, 0xff5e)) return static_cast<char>(code - 0xff01 + '!');
  if (between(code, 0x1d7ce, 0x1d7ff)) return static_cast<char>((code - 0x1d7ce) % 10 + '0');
  if (code == 0xa0 || between(code, 0x2000, 0x200a) || code == 0x202f || code == 0x205f || code == 0x3000) return ' ';
  if (between(code, 0x2010, 0x2015) || code == 0x2212 || code == 0xfe63) return '-';
  if (code == 0x2018 || code == 0x2019) return '\'';
  if (code == 0x2024) return '.';
  if (code == 0xfe6b) return '@';
  return '\0';
}

// "%40" and "%2B".
char percent(std::string_view text, std::size_t at) {
  const std::string_view three = text.substr(at, 3);
  if (three == "%40") return '@';
  return three == "%2B" || three == "%2b" ? '+' : '\0';
}

}  // namespace

Plain::Plain(std::string_view original) {
  text.reserve(original.size());
  begins.reserve(original.size());
  ends.reserve(original.size());
  const auto put = [&](char c, std::size_t begin, std::size_t end) {
    text += c;
    begins.push_back(static_cast<std::uint32_t>(begin));
    ends.push_back(static_cast<std::uint32_t>(end));
  };
  for (std::size_t at = 0; at < original.size();) {
    const char c = original[at];
    if (!is_beyond_ascii(c)) {
      const char meant = c == '%' ? percent(original, at) : '\0';
      const std::size_t size = meant == '\0' ? 1 : 3;
      put(meant == '\0' ? c : meant, at, at + size);
      at += size;
      continue;
    }
    const text::Decoded decoded = text::decode(original, at);
    if (const char ascii = ascii_of(decoded.code); ascii != '\0')
      put(ascii, at, at + decoded.size);
    else if (!is_invisible(decoded.code))
      for (std::size_t i = 0; i < decoded.size; ++i) put(original[at + i], at, at + decoded.size);
    at += decoded.size;
  }
}

std::string lower(std::string_view text) {
  std::string folded{text};
  for (std::size_t i = 0; i < folded.size(); ++i) {
    const auto c = static_cast<unsigned char>(folded[i]);
    const bool latin = i > 0 && static_cast<unsigned char>(folded[i - 1]) == 0xc3;
    folded[i] = latin && c >= 0x80 && c <= 0x9e && c != 0x97 ? static_cast<char>(c + 0x20) : lower(folded[i]);
  }
  return folded;
}

}  // namespace moderato::privacy
