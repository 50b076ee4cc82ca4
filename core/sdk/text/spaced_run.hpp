// Single letters spaced apart alike ("f u c k", "f.u.c.k"), which are joined when there are three or more.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "glyphs.hpp"
#include "written.hpp"

namespace moderato::text {

// The run at the end of what is written, if any, that may still grow. Offers of words come in the order of the text.
class SpacedRun {
 public:
  SpacedRun(std::string_view from, const Glyphs& glyphs) : from_(from), glyphs_(glyphs) {}

  // A word that was just written.
  struct Word {
    std::size_t space;  // where the space before it begins in what is written
    std::size_t begin;  // where it begins there
    std::size_t at;     // where it begins in the original
    std::size_t stop;   // and where it ends there
    bool single;        // it is one ASCII character, or a form of one
  };

  // Whether a run may go on with such a word, or ends with the one before. Hardly ever.
  [[nodiscard]] bool touches(bool single) const { return count_ > (single ? 0U : 2U); }

  // The word does not touch a run; it may be the first of one.
  void start(std::size_t begin, std::size_t stop, bool single) {
    count_ = single ? 1 : 0;
    begin_ = begin;
    stop_ = stop;
  }

  // The word touches a run: goes on with it, or joins it and starts anew.
  void add(Word word, Written& written);

  // No word comes any more.
  void end(Written& written);

 private:
  // What stands between two letters that may be spaced apart.
  struct Gap {
    std::array<char, 3> bytes{};
    std::size_t size = 0;  // more than there is room for: too wide
    friend bool operator==(const Gap&, const Gap&) = default;
  };

  [[nodiscard]] Gap gap_between(std::size_t begin, std::size_t end) const;
  std::size_t join(std::size_t end, Written& written) const;

  std::string_view from_;
  const Glyphs& glyphs_;
  std::size_t count_ = 0;
  std::size_t begin_ = 0;  // in what is written
  std::size_t stop_ = 0;   // in the original
  Gap gap_;
};

}  // namespace moderato::text
