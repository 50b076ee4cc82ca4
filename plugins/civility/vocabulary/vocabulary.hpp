// The site's own words: what an editor has written down about words and phrases that the model judges wrongly here.
//
//   # Nicknames that readers are called
//   raise insult by 2: sheeple, useful idiot*
//   raise insult, identity attack: libtard*
//   # A town
//   lower: Scunthorpe
//   # A team, a street: not read at all
//   ignore: Damn Yankees, Cockburn Street
//
// A line is a rule, a colon, and words or phrases with commas between them. `raise` needs the attributes it raises,
// `lower` without any lowers all; `all` names them all. The number, 0.1 to 10 and 1 when left out, is added to the
// attribute's logit or taken from it: 1 makes a score of 0.10 one of 0.23, and 0.30 one of 0.54. What follows a `#` at
// the beginning of a line or after a space is a comment. An entry means whole words, in whatever spelling text::Folder
// sees through; with a `*` at its end the last word may go on.
//
// At each place of a text the longest entry counts. An entry counts once, however often it is there: repeating a
// lowered word makes nothing milder. The same said twice is fine, contradictions are mistakes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "attributes.hpp"
#include "moderato/text/fold.hpp"
#include "moderato/text/phrases.hpp"

namespace moderato::civility {

// What the vocabulary has to say of one text. Reuse one object: then nothing is allocated.
struct Adjustment {
  struct Match {
    std::uint32_t begin = 0;  // bytes [begin, end) of the folded text: whole words
    std::uint32_t end = 0;
    std::uint32_t first_word = 0;  // words [first_word, last_word) of it, counted from 0
    std::uint32_t last_word = 0;
    bool ignored = false;   // the model must not see these words
    PerAttribute amount{};  // what the entry adds to the logits; zeros when ignored
  };
  PerAttribute amount{};       // the sum over all entries that matched, each counted once
  std::vector<Match> matches;  // in the order of the text; they don't overlap

  std::vector<text::Phrases::Match> found;  // to work in
};

// All that is wrong with a file; what() has a line for each, "words.txt:3: " and what to do about it.
class BadVocabulary : public std::runtime_error {
 public:
  static constexpr std::size_t most_told = 50;

  // `mistakes`: at least one. `count`: how many there are, told or not.
  BadVocabulary(std::vector<std::string> mistakes, std::size_t count);

  [[nodiscard]] const std::vector<std::string>& mistakes() const { return mistakes_; }
  [[nodiscard]] std::size_t count() const { return count_; }

 private:
  std::vector<std::string> mistakes_;
  std::size_t count_;
};

// Immutable, so thread-safe.
class Vocabulary {
 public:
  static constexpr std::size_t most_bytes = 1 << 20;  // of a file
  static constexpr std::size_t most_entries = 20'000;

  // What the file says of one phrase.
  struct Entry {
    PerAttribute amount{};
    bool ignored = false;
  };

  // Has no words.
  Vocabulary() = default;

  // `name`: what mistakes call the file. Throws BadVocabulary.
  Vocabulary(std::string_view content, std::string_view name, const text::Folder& folder);

  // Replaces `out`. Linear in the words of `folded`, times the logarithm of the matches if there are several.
  void look(const text::Folded& folded, Adjustment& out) const;

  [[nodiscard]] std::size_t size() const { return entries_.size(); }

 private:
  text::Phrases phrases_;
  std::vector<Entry> entries_;  // by phrase
};

}  // namespace moderato::civility
