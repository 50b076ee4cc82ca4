// Chooses the words that the model will know, and gives each the vector that training starts from.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "dataset.hpp"
#include "model/lexicon.hpp"
#include "principal.hpp"
#include "random.hpp"

namespace moderato::civility {

// What is known of words before any comment is read.
struct KnownWord {
  std::string word;    // folded
  Vector vector;       // empty when there is none
  float valence = 0;   // -4 (bad) to 4 (good), as people rated it
  float rudeness = 0;  // 0 (not known to be), 1 (could be) to 3 (surely is)
};

// Reads `vectors.txt` (GloVe's format: a word and its numbers, separated by spaces, the commonest word first) and
// `words.tsv` (word, valence, rudeness) of `folder`. Throws std::runtime_error naming file and line.
std::vector<KnownWord> read_known_words(const std::filesystem::path& folder);

struct ChosenWords {
  std::vector<std::string> words;
  std::vector<Vector> vectors;
  std::vector<Word> masked;  // those that are toxic most significantly
};

// At most `count` words: first those that the comments to learn from say often enough, the commonest first, then the
// rated ones, then the commonest others that have a vector.
ChosenWords choose_words(const Dataset& dataset, const std::vector<KnownWord>& known, std::size_t count,
                         std::size_t dimensions, Random& random);

}  // namespace moderato::civility
