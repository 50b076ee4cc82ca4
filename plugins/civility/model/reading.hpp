// A comment as the model reads it: word by word, disguises undone.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lexicon.hpp"
#include "moderato/text/fold.hpp"
#include "repair.hpp"

namespace moderato::civility {

// Reuse one object per thread: after the first few comments it allocates nothing.
struct Reading {
  // The bytes of the folded text that a word was read from: a word of it, or several that are pieces of one.
  struct Place {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
  };

  // Words [first, last), the first unknown one among which, if any, is the one with the number `unknown`.
  struct Part {
    std::size_t first = 0;
    std::size_t last = 0;
    std::size_t unknown = 0;

    [[nodiscard]] std::size_t size() const { return last - first; }
  };

  std::vector<Word> words;
  std::vector<Place> places;             // of each word
  std::vector<std::uint32_t> sentences;  // the number of the first word of each
  // The words, separated by spaces: as they were written, or what they were taken for. Points to the folded text, or
  // into `repaired`.
  std::string_view text;
  std::string repaired;
  std::vector<Place> unknown;  // where the unknown words stand in `text`, in order

  // A word of the folded text that is to be looked up.
  struct Lookup {
    Place place;
    std::uint64_t hash = 0;
  };
  std::vector<Lookup> lookups;  // to work in

  [[nodiscard]] Part all() const { return {0, words.size(), 0}; }

  // Calls each(part) for every sentence, from the front to the back.
  template <class Each>
  void each_sentence(Each each) const {
    Part part;
    for (std::size_t i = 0; i < sentences.size(); ++i) {
      part.first = sentences[i];
      part.last = i + 1 < sentences.size() ? sentences[i + 1] : words.size();
      each(part);
      part.unknown +=
          static_cast<std::size_t>(std::count(words.begin() + static_cast<std::ptrdiff_t>(part.first),
                                              words.begin() + static_cast<std::ptrdiff_t>(part.last), Word::unknown));
    }
  }

  // The numbers [first, second) of the words that were read from bytes of `place`, all or in part. Logarithmic.
  [[nodiscard]] std::pair<std::size_t, std::size_t> words_in(Place place) const;

  // Forgets the words that are flagged; `flags` has one per word. Linear.
  void leave_out(const std::vector<bool>& flags);
};

// Reads `folded`, which was made of `original` and must outlive `reading`. Linear; what was in `reading` is replaced.
void read(const Lexicon& lexicon, const Repair& repair, std::string_view original, const text::Folded& folded,
          Reading& reading);

}  // namespace moderato::civility
