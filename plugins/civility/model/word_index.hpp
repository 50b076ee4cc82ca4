// From hashes to words of a lexicon, in open addressing.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "moderato/text/eight_bytes.hpp"

namespace moderato::civility {

// A word's place in the lexicon: the more often people write it, the lower.
enum class Word : std::uint32_t { unknown = 0xffffffff };

constexpr std::size_t index_of(Word word) {
  return static_cast<std::size_t>(word);
}

// The hash of a word, made of eight bytes at a time, the last ones filled up with zeroes. Different words of up to
// eight bytes have different ones: each step can be undone.
class WordHash {
 public:
  constexpr void add(std::uint64_t eight_bytes) {
    // An odd constant with well-mixed bits: the golden ratio.
    value_ = (value_ ^ eight_bytes) * 0x9e3779b97f4a7c15;
    value_ ^= value_ >> 32;
  }
  [[nodiscard]] constexpr std::uint64_t value() const { return value_; }

 private:
  std::uint64_t value_ = 0;
};

inline std::uint64_t hash_of(std::string_view word) {
  WordHash hash;
  for (std::size_t at = 0; at < word.size(); at += 8) hash.add(text::eight_bytes(word, at));
  return hash.value();
}

// Of equal hashes the word that was added first is kept. Two different texts are taken for the same one in some 2^48.
class WordIndex {
 public:
  WordIndex() = default;
  explicit WordIndex(std::size_t words) : entries_(std::bit_ceil(words + words / 2 + 1)) {}

  // Returns the word that is kept.
  Word add(std::uint64_t hash, Word word) {
    Entry& entry = entries_[place_of(hash)];
    if (entry.word == Word::unknown) entry = {tag_of(hash), word};
    return entry.word;
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
