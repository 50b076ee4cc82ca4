// Finds the word that a disguised or misspelt one is meant to be.
//
// A word is repaired, in this order, to the first (and so the commonest) known one
//  - that fits its mask, among the words that people mask ("f**k")
//  - that its signs may spell ("1d10t", "b!tch", "fvck", "coool")
//  - that has the same consonants, when it has no vowel after its first letter ("stpd")
// Everything else stays unknown: a rare name is not taken for another word that looks like it.
//
// Immutable, so safe to use from any number of threads. Linear in the length of the word; allocates nothing.
#pragma once

#include <string_view>
#include <vector>

#include "lexicon.hpp"
#include "pattern.hpp"
#include "spellings.hpp"
#include "word_index.hpp"

namespace moderato::civility {

class Repair {
 public:
  Repair() = default;
  // Valid for `lexicon` and its copies only.
  explicit Repair(const Lexicon& lexicon);

  // What a word that was folded to `folded`, which the lexicon does not have, and may be spelt by `pattern`, is meant
  // to be; Word::unknown when that can't be told.
  [[nodiscard]] Word find(const Lexicon& lexicon, std::string_view folded, const Pattern& pattern) const;

  // Whether people mask the word.
  [[nodiscard]] bool is_masked(Word word) const { return masked_[index_of(word)]; }

 private:
  [[nodiscard]] Word unmask(const Lexicon& lexicon, const Pattern& pattern) const;

  std::vector<std::vector<Word>> masked_by_length_;
  std::vector<bool> masked_;
  Spellings spellings_;
  WordIndex by_bones_;
};

}  // namespace moderato::civility
