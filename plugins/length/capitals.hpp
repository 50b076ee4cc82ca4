// How much of a text is written in capitals.
//
// Only words that shout count. Left out are words with digits ("COVID-19"), single letters ("I"), acronyms (at most
// five capitals with no other word in capitals beside them, as in "BMW, VW and SAP"), links, @names and #tags, and what
// is quoted: lines that begin with ">" and text in quotation marks, unless there is nothing else.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "characters.hpp"

namespace moderato::length {

inline constexpr std::size_t most_spans = 64;  // of one kind

struct CapitalsFound {
  std::int64_t letters = 0;  // of scripts that have capitals
  std::int64_t upper = 0;
  std::vector<Span> spans;  // of the first passages in capitals
};

// Told the characters of one text in their order.
class Capitals {
 public:
  // `skipped`: part of a link, a name or a tag.
  void add(const Character& c, bool skipped);
  [[nodiscard]] CapitalsFound finish();

 private:
  struct Word {
    std::int64_t letters = 0;
    std::int64_t upper = 0;
    Span bytes;
    bool has_digit = false;
    bool beside_capitals = false;
    [[nodiscard]] bool capitals() const { return letters >= 2 && upper == letters && !has_digit; }
  };

  void end_word();
  void count(const Word& word);
  void end_line();
  CapitalsFound& current();
  static void add_to(CapitalsFound& to, const CapitalsFound& from);

  CapitalsFound own_, quoted_, open_;  // `open_`: in a quotation that has begun and may never end
  Word word_, before_;                 // `before_`: the last one, not counted yet
  bool in_word_ = false;
  bool apart_ = false;  // something that parts items of a list stands between the two words
  bool in_quotation_ = false;
  bool quoted_line_ = false;
  bool line_begins_ = true;
};

}  // namespace moderato::length
