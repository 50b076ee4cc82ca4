// The words of a text, and what a word may be in a street address.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "plain.hpp"

namespace moderato::privacy {

struct Word {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool capital = false;  // begins with a capital letter
  bool number = false;   // "12", "221B", "12-14": a house number, but not a year of this century or the last
};

class Words {
 public:
  // A word is letters, digits, and hyphens and apostrophes between them.
  explicit Words(const Plain& plain);

  [[nodiscard]] std::size_t size() const { return words_.size(); }
  [[nodiscard]] const Word& operator[](std::size_t i) const { return words_[i]; }
  [[nodiscard]] std::string_view at(std::size_t i) const {
    return std::string_view{plain_.text}.substr(words_[i].begin, words_[i].end - words_[i].begin);
  }
  // In lower case; empty for what is too long to matter, or past the last.
  [[nodiscard]] std::string_view lower(std::size_t i) const {
    return i < lower_.size() ? std::string_view{lower_[i]} : std::string_view{};
  }
  // What stands between word `i - 1` and word `i`.
  [[nodiscard]] std::string_view between(std::size_t i) const {
    return std::string_view{plain_.text}.substr(words_[i - 1].end, words_[i].begin - words_[i - 1].end);
  }
  // Whether word `i` follows the one before after a space, or a full stop and a space where it may be short ("St. ").
  [[nodiscard]] bool follows(std::size_t i) const {
    return i > 0 && i < words_.size() && (between(i) == " " || between(i) == ". ");
  }
  [[nodiscard]] char after(std::size_t i) const { return plain_[words_[i].end]; }

 private:
  const Plain& plain_;
  std::vector<Word> words_;
  std::vector<std::string> lower_;
};

}  // namespace moderato::privacy
