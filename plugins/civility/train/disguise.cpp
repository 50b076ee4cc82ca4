#include "disguise.hpp"

#include <algorithm>

#include "model/letters.hpp"
#include "split.hpp"

namespace moderato::civility {
namespace {

constexpr std::size_t disguised_words_percent = 40;
constexpr std::size_t shortest = 3;

std::string disguised_word(std::string word, Random& random) {
  const bool ascii = std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  if (!ascii || word.size() < shortest) return word;
  switch (below(random, 4)) {
    case 0:
      std::replace_if(word.begin() + 1, word.end(), is_vowel, '*');
      return word;
    case 1:
      word.erase(std::remove_if(word.begin() + 1, word.end(), is_vowel), word.end());
      return word;
    case 2: {
      const std::size_t at = below(random, word.size());
      const bool doubled = (at > 0 && word[at - 1] == word[at]) || (at + 1 < word.size() && word[at + 1] == word[at]);
      if (!doubled) word.insert(at, 1, word[at]);
      return word;
    }
    default:
      word[1 + below(random, word.size() - 1)] = '*';
      return word;
  }
}

}  // namespace

std::string disguised(std::string_view folded, Random& random) {
  std::string text;
  for (const std::string_view word : split(folded)) {
    if (!text.empty()) text += ' ';
    text +=
        below(random, 100) < disguised_words_percent ? disguised_word(std::string{word}, random) : std::string{word};
  }
  return text;
}

}  // namespace moderato::civility
