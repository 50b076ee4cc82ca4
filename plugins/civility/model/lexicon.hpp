// The words that the model knows.
//
// Immutable, so safe to use from any number of threads. Lookups allocate nothing.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "word_index.hpp"

namespace moderato::civility {

class Lexicon {
 public:
  static constexpr std::size_t longest_word = 32;  // bytes

  Lexicon() = default;
  // `words` are distinct folded words of at most longest_word bytes, the most common first. `masked` are those that
  // people mask, the most likely first.
  Lexicon(const std::vector<std::string>& words, std::vector<Word> masked);
  // The same, of all words one after the other and the length of each.
  Lexicon(std::string text, std::span<const std::uint8_t> lengths, std::vector<Word> masked);

  [[nodiscard]] std::size_t size() const { return begins_.empty() ? 0 : begins_.size() - 1; }
  [[nodiscard]] std::string_view text(Word word) const {
    const std::size_t begin = begins_[index_of(word)];
    return std::string_view{text_}.substr(begin, begins_[index_of(word) + 1] - begin);
  }
  [[nodiscard]] const std::vector<Word>& masked() const { return masked_; }

  // Word::unknown when the lexicon does not have it.
  [[nodiscard]] Word find(std::string_view word) const { return find(hash_of(word)); }
  // The same, of the hash of a word; `prepare` beforehand saves waiting for memory.
  [[nodiscard]] Word find(std::uint64_t hash) const { return index_.find(hash); }
  void prepare(std::uint64_t hash) const { index_.prepare(hash); }

 private:
  std::string text_;                   // all words, one after the other
  std::vector<std::uint32_t> begins_;  // of each in text_, and one more
  std::vector<Word> masked_;
  WordIndex index_;
};

}  // namespace moderato::civility
