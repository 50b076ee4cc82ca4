// The words of a lexicon by what may spell them.
//
// Immutable, so safe to use from any number of threads. Looking allocates nothing.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "lexicon.hpp"
#include "pattern.hpp"
#include "word_index.hpp"

namespace moderato::civility {

class Spellings {
 public:
  Spellings() = default;
  // Leaves out words of fewer than `shortest` bytes.
  Spellings(const Lexicon& lexicon, std::size_t shortest);

  // The commonest word that the pattern fits; Word::unknown when there is none.
  [[nodiscard]] Word find(const Lexicon& lexicon, const Pattern& pattern) const;

 private:
  // What is looked at of a word, before its text is: the first letter tells most of them apart.
  struct Spelling {
    Word word = Word::unknown;
    char first_letter = 0;
  };

  // Words of one key stand together, in the order they came in.
  class Groups {
   public:
    Groups() = default;
    // Of at most `words` words.
    explicit Groups(std::size_t words) : index_(words) {}

    // False, and the word is left out, when its group is full.
    bool add(std::uint64_t key, Spelling spelling);
    // After the last one was added.
    void close();
    [[nodiscard]] std::span<const Spelling> of(std::uint64_t key) const;

   private:
    std::vector<Spelling> words_;
    std::vector<std::uint32_t> groups_;  // of each word, while they are added
    std::vector<std::uint32_t> begins_{0, 0};
    WordIndex index_;  // the group's number, as if it were a word
  };

  Groups by_key_;
  // By what letters alone may spell: most of what is unknown is a name, and has none here.
  Groups by_plain_key_;
};

}  // namespace moderato::civility
