#include "address_parts.hpp"

#include <algorithm>

namespace moderato::privacy {
namespace {

constexpr std::size_t longest = 40;

bool is_word_byte(char c) {
  return is_alnum(c) || is_beyond_ascii(c);
}

bool is_capital(std::string_view word) {
  if (is_upper(word[0])) return true;
  const auto second = static_cast<unsigned char>(word.size() > 1 ? word[1] : 0);
  if (word[0] == '\xc3') return second >= 0x80 && second <= 0x9e;
  // "l'Opéra", "d'Assas"
  return word.size() > 2 && word[1] == '\'' && is_capital(word.substr(2));
}

bool is_house_number(std::string_view word) {
  std::size_t digits = 0;
  while (digits < word.size() && is_digit(word[digits])) ++digits;
  if (digits == 0 || digits > 5 || word[0] == '0') return false;
  const std::string_view rest = word.substr(digits);
  if (digits == 4 && rest.empty() && (word.starts_with("19") || word.starts_with("20"))) return false;
  if (rest.empty() || (rest.size() == 1 && is_letter(rest[0]))) return true;
  return rest.size() <= 5 && rest[0] == '-' && std::ranges::all_of(rest.substr(1), is_digit) && digits <= 4 &&
         rest.size() <= 4;
}

}  // namespace

Words::Words(const Plain& plain) : plain_(plain) {
  const std::string_view text{plain.text};
  for (std::size_t at = 0; at < text.size();) {
    if (!is_word_byte(text[at])) {
      ++at;
      continue;
    }
    Word word{.begin = at};
    while (is_word_byte(plain[at]) || ((plain[at] == '-' || plain[at] == '\'') && is_word_byte(plain[at + 1]))) ++at;
    word.end = at;
    const std::string_view letters = text.substr(word.begin, at - word.begin);
    word.capital = is_capital(letters);
    const char before = plain[word.begin - 1];
    word.number = before != '.' && before != '$' && before != '#' && before != ':' &&
                  !(before == ',' && is_digit(plain[word.begin - 2])) && is_house_number(letters);
    words_.push_back(word);
    lower_.push_back(letters.size() > longest ? std::string{} : privacy::lower(letters));
  }
}

}  // namespace moderato::privacy
