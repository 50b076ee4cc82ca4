#include "repair.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "letters.hpp"

namespace moderato::civility {
namespace {

constexpr std::size_t shortest = 3;
constexpr std::size_t fewest_bones = 2;

// The word without the vowels after its first letter, repeats counted once. Nothing when too little is left.
std::optional<std::uint64_t> bones_of(std::string_view word) {
  std::array<char, Lexicon::longest_word> bones{};
  std::size_t size = 0;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char c = word[i] == 'z' ? 's' : word[i];
    if ((i == 0 || !is_vowel(c)) && (size == 0 || bones[size - 1] != c)) bones[size++] = c;
  }
  if (size < fewest_bones) return std::nullopt;
  return hash_of({bones.data(), size});
}

bool has_no_inner_vowel(std::string_view word) {
  return std::all_of(word.begin() + 1, word.end(), [](char c) { return c >= 'a' && c <= 'z' && !is_vowel(c); });
}

}  // namespace

Repair::Repair(const Lexicon& lexicon)
    : masked_by_length_(Lexicon::longest_word + 1),
      masked_(lexicon.size()),
      spellings_(lexicon, shortest),
      by_bones_(lexicon.size()) {
  for (const Word word : lexicon.masked()) {
    masked_by_length_[lexicon.text(word).size()].push_back(word);
    masked_[index_of(word)] = true;
  }
  for (std::size_t i = 0; i < lexicon.size(); ++i) {
    const auto word = static_cast<Word>(i);
    const std::string_view text = lexicon.text(word);
    if (text.size() < shortest) continue;
    if (const auto bones = bones_of(text)) by_bones_.add(*bones, word);
  }
}

Word Repair::unmask(const Lexicon& lexicon, const Pattern& pattern) const {
  if (!pattern.masked() || pattern.size() > Lexicon::longest_word) return Word::unknown;
  for (const Word each : masked_by_length_[pattern.size()])
    if (pattern.fits(lexicon.text(each))) return each;
  return Word::unknown;
}

Word Repair::find(const Lexicon& lexicon, std::string_view folded, const Pattern& pattern) const {
  if (pattern.size() >= shortest && pattern.letters() > 0) {
    if (const Word found = unmask(lexicon, pattern); found != Word::unknown) return found;
    // A sign or two among letters is a disguise; more signs than letters are something else, but for what people mask.
    const Word found = spellings_.find(lexicon, pattern);
    if (found != Word::unknown && (2 * pattern.letters() >= pattern.size() || is_masked(found))) return found;
  }
  if (folded.size() < shortest || folded.size() > Lexicon::longest_word || !has_no_inner_vowel(folded))
    return Word::unknown;
  const auto bones = bones_of(folded);
  return bones ? by_bones_.find(*bones) : Word::unknown;
}

}  // namespace moderato::civility
