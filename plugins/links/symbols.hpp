// A comment's text as a reader sees it, for finding links: one symbol per visible character, with the bytes it came
// from.
//
// Gone are invisible characters, compatibility forms (full-width and mathematical letters), letter case, numeric HTML
// references, and two disguises of domains: dots in brackets ("example[.]com", "example (dot) com") and letters spaced
// apart ("e x a m p l e . c o m"). Linear in the size of the text; bytes that are no UTF-8 become U+FFFD.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace moderato::links {

struct Symbol {
  char32_t code = 0;
  std::uint32_t begin = 0;  // bytes of the text
  std::uint32_t end = 0;
  bool upper = false;     // was a capital letter
  bool wide_dot = false;  // a '.' that was an ideographic full stop between Latin letters
};

using Symbols = std::span<const Symbol>;

// 0 behind the end.
[[nodiscard]] constexpr char32_t code_at(Symbols symbols, std::size_t at) {
  return at < symbols.size() ? symbols[at].code : 0;
}
[[nodiscard]] constexpr bool word_at(Symbols symbols, std::size_t at, std::u32string_view word) {
  for (std::size_t i = 0; i < word.size(); ++i)
    if (code_at(symbols, at + i) != word[i]) return false;
  return true;
}

// Whether the text can have a link at all. Most comments can't, and this is much cheaper than reading them.
[[nodiscard]] bool worth_reading(std::string_view text);

[[nodiscard]] std::vector<Symbol> read(std::string_view text);

[[nodiscard]] constexpr bool is_ascii_letter(char32_t code) {
  return code >= U'a' && code <= U'z';
}
[[nodiscard]] constexpr bool is_ascii_digit(char32_t code) {
  return code >= U'0' && code <= U'9';
}
[[nodiscard]] constexpr bool is_ascii_alnum(char32_t code) {
  return is_ascii_letter(code) || is_ascii_digit(code);
}

// Letters, digits and marks of any script, '-' and '_': what a label of a domain is written with.
[[nodiscard]] bool is_label(char32_t code);
// Of a script written without spaces, or that glues endings to words: domains are cut out of such text.
[[nodiscard]] bool is_glue(char32_t code);
// White space, control characters, and punctuation that ends a URL.
[[nodiscard]] bool ends_url(char32_t code);

// Appends as UTF-8.
void append(std::string& to, char32_t code);

}  // namespace moderato::links
