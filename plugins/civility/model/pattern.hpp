// What a disguised word may spell: for each sign that was written, the letters it may stand for. "f@ck" is an f, any
// vowel, a c and a k.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "moderato/text/fold.hpp"

namespace moderato::civility {

class Pattern {
 public:
  static constexpr std::size_t longest = 32;  // signs

  // Reads bytes [begin, end) of `original`, of which `folded` was made. Letters that are not ASCII read as what they
  // were folded to. Empty when there are too many signs, or one that stands for no letter.
  Pattern(std::string_view original, std::size_t begin, std::size_t end, const text::Folded& folded);

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::size_t letters() const { return letters_; }  // signs that are letters themselves
  [[nodiscard]] bool masked() const { return masked_; }           // has a sign that may be any letter
  [[nodiscard]] bool plain() const { return plain_; }             // has letters only

  // The same for all words that the pattern fits and for the pattern, unless a mask hides one of its letters.
  [[nodiscard]] std::uint64_t key() const;
  static std::uint64_t key_of(std::string_view word);

  // The same for all words that a plain pattern fits and for the pattern, and for few others.
  [[nodiscard]] std::uint64_t plain_key() const;
  static std::uint64_t plain_key_of(std::string_view word);

  // Whether it may spell a word that begins so.
  [[nodiscard]] bool may_begin(char c) const { return c >= 'a' && c <= 'z' && (signs_[0] >> (c - 'a') & 1U) != 0; }

  // Whether it may spell `word`; a letter that is written more often than it should be does not count.
  [[nodiscard]] bool fits(std::string_view word) const;

 private:
  using Letters = std::uint32_t;  // a bit for each from a to z

  std::array<Letters, longest> signs_{};
  std::size_t size_ = 0;
  std::size_t letters_ = 0;
  bool masked_ = false;
  bool plain_ = true;
};

}  // namespace moderato::civility
