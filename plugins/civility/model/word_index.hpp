// From hashes to words of a lexicon, in open addressing.
#pragma once

#include <xxhash.h>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace moderato::civility {

// A word's place in the lexicon: the more often people write it, the lower.
enum class Word : std::uint32_t { unknown = 0xffffffff };

constexpr std::size_t index_of(Word word) {
  return static_cast<std::size_t>(word);
}

inline std::uint64_t hash_of(std::string_view text) {
  return XXH3_64bits(text.data(), text.size());
}

// Of equal hashes the word that was added first is kept. Two different texts are taken for the same one in some 2^48.
class WordIndex {
 public:
  WordIndex() = default;
  explicit WordIndex(std::size_t words) : entries_(std::bit_ceil(words + words / 2 + 1)) {}

  void add(std::uint64_t hash, Word word) {
    Entry& entry = entries_[place_of(hash)];
    if (entry.word == Word::unknown) entry = {tag_of(hash), word};
  }
  [[nodiscard]] Word find(std::uint64_t hash) const {
    return entries_.empty() ? Word::unknown : entries_[place_of(hash)].word;
  }

  // Fetches what `find` will look at first.
  void prepare(std::uint64_t hash) const {
    if (!entries_.empty()) __builtin_prefetch(&entries_[hash & (entries_.size() - 1)]);
  }

 private:
  struct Entry {
    std::uint32_t tag = 0;
    Word word = Word::unknown;
  };
  static std::uint32_t tag_of(std::uint64_t hash) { return static_cast<std::uint32_t>(hash >> 32); }

  // Where the hash is, or would be added.
  [[nodiscard]] std::size_t place_of(std::uint64_t hash) const {
    std::size_t at = hash & (entries_.size() - 1);
    while (entries_[at].word != Word::unknown && entries_[at].tag != tag_of(hash))
      at = (at + 1) & (entries_.size() - 1);
    return at;
  }

  std::vector<Entry> entries_;
};

}  // namespace moderato::civility
