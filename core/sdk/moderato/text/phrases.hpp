// Finds which of many words and phrases stand in folded text, in one pass over its words.
//
// The longest phrase counts at each place, from left to right; matches never overlap. Most words are told apart from
// all phrases by their first bytes and their length, in a small table of bits; only what passes there is looked up.
// Immutable after construction, so thread-safe. Time is linear in the text, whatever the phrases and the text are like;
// nothing is allocated unless something matches.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace moderato::text {

class Phrases {
 public:
  static constexpr std::size_t most_words = 8;       // of one phrase
  static constexpr std::size_t longest_prefix = 63;  // bytes
  static constexpr std::size_t shortest_prefix = 3;  // bytes

  // What is to be found.
  struct Phrase {
    std::string text;     // as text::Folder writes it; not empty
    bool prefix = false;  // the last word may go on
  };

  // Where it was.
  struct Match {
    std::uint32_t phrase = 0;      // its place in what the constructor was given
    std::uint32_t begin = 0;       // bytes [begin, end) of the folded text: whole words
    std::uint32_t end = 0;         // see `begin`
    std::uint32_t first_word = 0;  // words [first_word, last_word) of it, counted from 0
    std::uint32_t last_word = 0;   // see `first_word`
  };

  Phrases() = default;

  // Throws std::invalid_argument for a phrase that is empty or beyond the limits above. Of equal phrases the first one
  // is found.
  explicit Phrases(const std::vector<Phrase>& phrases);

  // Appends the matches in `folded` (what text::Folder makes) to `matches`.
  void find(std::string_view folded, std::vector<Match>& matches) const;

  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  static constexpr std::uint32_t none = ~std::uint32_t{0};
  static constexpr std::array<std::size_t, 2> heads{shortest_prefix, 4};  // bytes that prefixes are told apart by

  // A word of a phrase, after the words before it. Node 0 is before any word.
  struct Node {
    std::uint32_t parent = none;
    std::uint32_t word = 0;  // where it stands in words_
    std::uint32_t size = 0;
    std::uint32_t phrase = none;  // the one that ends here
    bool prefix = false;
    bool goes_on = false;     // phrases have further words
    bool has_prefix = false;  // or prefixes as the next word
  };

  void add(const Phrase& phrase, std::uint32_t number);
  std::uint32_t child(std::uint32_t parent, std::string_view word, bool prefix) const;
  std::uint32_t prefix_child(std::uint32_t parent, std::string_view word) const;
  std::uint32_t make_child(std::uint32_t parent, std::string_view word, bool prefix);
  void mark(std::uint64_t name) { filter_[name >> shift_ >> 6U] |= std::uint64_t{1} << ((name >> shift_) & 63U); }
  [[nodiscard]] bool marked(std::uint64_t name) const {
    return ((filter_[name >> shift_ >> 6U] >> ((name >> shift_) & 63U)) & 1U) != 0;
  }
  void take(std::string_view folded, std::size_t begin, std::uint32_t first_word, std::vector<Match>& matches,
            std::size_t known) const;
  bool longest(std::string_view folded, std::size_t begin, Match& match) const;

  std::size_t size_ = 0;
  std::vector<Node> nodes_;
  std::vector<std::uint32_t> table_;  // nodes by hash; a power of two of them, at most half used
  std::string words_;
  std::uint64_t prefix_sizes_ = 0;  // bit n: there are prefixes of n bytes
  std::array<bool, heads.size()> has_head_{};
  std::vector<std::uint64_t> filter_;
  unsigned shift_ = 63;
};

}  // namespace moderato::text
