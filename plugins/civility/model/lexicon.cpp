#include "lexicon.hpp"

#include <utility>

namespace moderato::civility {

Lexicon::Lexicon(const std::vector<std::string>& words, std::vector<Word> masked)
    : masked_(std::move(masked)), index_(words.size()) {
  begins_.reserve(words.size() + 1);
  begins_.push_back(0);
  for (const std::string& word : words) {
    index_.add(hash_of(word), static_cast<Word>(begins_.size() - 1));
    text_ += word;
    begins_.push_back(static_cast<std::uint32_t>(text_.size()));
  }
}

}  // namespace moderato::civility
