#include "prose.hpp"

#include <algorithm>

#include "moderato/text/language.hpp"
#include "moderato/text/utf8.hpp"

namespace moderato::text {
namespace {

constexpr bool is_space(char c) {
  return static_cast<unsigned char>(c) <= ' ';
}
constexpr bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_name(std::string_view word) {
  return word.front() == '@' || word.front() == '#';
}
// Also "example.org/path", of which a reader makes a link; but not "and/or" and not "e.g."
bool is_link(std::string_view word) {
  return word.find("://") != word.npos || word.find("www.") != word.npos ||
         (word.find('/') != word.npos && word.find('.') < word.find('/'));
}

// A letter with an accent that French is written with, as English names are as well.
constexpr bool is_french(unsigned code) {
  if (code < 0x100) code |= 0x20;
  constexpr std::array<unsigned, 17> letters{0xe0, 0xe2, 0xe6, 0xe7, 0xe8, 0xe9,  0xea,  0xeb, 0xee,
                                             0xef, 0xf4, 0xf9, 0xfb, 0xff, 0x152, 0x153, 0x178};
  return std::find(letters.begin(), letters.end(), code) != letters.end();
}

// Whether a foreign letter of the Latin script starts here: of U+00C0 to U+024F, but for the signs of multiplication
// and division; or of U+1E00 to U+1EFF, which are Vietnamese above all.
bool is_mark(std::string_view rest) {
  if (rest.size() < 2) return false;
  const auto lead = static_cast<unsigned char>(rest[0]);
  const auto second = static_cast<unsigned char>(rest[1]);
  if (lead == 0xe1) return second >= 0xb8 && second <= 0xbb;
  if (lead < 0xc3 || lead > 0xc9) return false;
  const unsigned code = ((lead & 0x1fU) << 6) | (second & 0x3fU);
  return code != 0xd7 && code != 0xf7 && !is_french(code);
}

}  // namespace

bool is_prose(std::string_view word) {
  return !word.empty() && !is_link(word) && !is_name(word);
}

Prose::Prose(std::string_view utf8) {
  for (std::size_t at = 0; at < utf8.size();) {
    std::size_t end = at;
    while (end < utf8.size() && !is_space(utf8[end])) ++end;
    if (const auto word = utf8.substr(at, end - at); !word.empty()) {
      if (is_link(word))
        add_link(word);
      else if (!is_name(word))
        add_prose(word);
    }
    at = end + 1;
  }
}

void Prose::add_prose(std::string_view word) {
  bool latin = false;
  bool marked = false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    latin |= is_letter(word[i]);
    marked |= is_mark(word.substr(i));
  }
  words_ += latin || marked ? 1 : 0;
  marked_ += marked ? 1 : 0;
  text_.add_word(word);
}

void Prose::add_link(std::string_view link) {
  bool apart = true;
  for (const char c : link) {
    if (is_letter(c))
      links_.add(static_cast<char>(c | 0x20));
    else if (!apart)
      links_.add(' ');
    apart = !is_letter(c);
  }
  if (!apart) links_.add(' ');
}

template <std::size_t most>
void Prose::Buffer<most>::add_word(std::string_view word) {
  std::size_t fits = std::min(word.size(), most - size_);
  while (fits > 0 && fits < word.size() && is_continuation(word[fits])) --fits;
  std::copy_n(word.begin(), fits, bytes_.begin() + static_cast<std::ptrdiff_t>(size_));
  size_ += fits;
  add(' ');
}

}  // namespace moderato::text
