// What each code point reads as: the tables behind Folder, built from ICU's Unicode data.
//
// Sources: NFKC_Casefold and canonical decomposition (UAX #15), confusables (UTS #39), character names and properties
// (UAX #44). Latin letters with a stroke, hook, small-capital form and the like read as the letter in their name.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace moderato::text {

enum class Kind : std::uint8_t {
  separator,  // between words
  letter,     // part of a word; `bytes` is what it reads as
  digit,      // `bytes` is ASCII digits, most often one
  symbol,     // `bytes` is one ASCII character that may stand for a letter or a masked letter inside a word
  picture,    // an emoji or the like: a word of its own
  mark,       // a combining mark: dropped
  invisible,  // takes no room, or changes the direction: dropped, and read over as if it weren't there
};

struct Glyph {
  Kind kind = Kind::separator;
  bool latin = false;      // a Latin letter, not merely one that looks like it
  bool joins = false;      // may make one letter with the one before: see compose()
  bool form = false;       // an ASCII letter or digit in another form: wide, bold, boxed ...
  std::string_view bytes;  // empty: the character itself
  std::string_view look;   // the Latin letters it looks like; empty when there are none
  std::string_view lower;  // the same of its lower-case form
};

class Glyphs {
 public:
  // Throws std::runtime_error when ICU's data can't be had.
  Glyphs();
  Glyphs(const Glyphs&) = delete;  // the views would point into the other's pool
  Glyphs& operator=(const Glyphs&) = delete;

  // `code` is at most 0x10ffff.
  [[nodiscard]] const Glyph& at(char32_t code) const { return glyphs_[pages_[page_[code >> 8]][code & 0xff]]; }

 private:
  using Page = std::array<std::uint16_t, 256>;

  std::array<std::uint16_t, 0x1100> page_{};
  std::vector<Page> pages_;
  std::vector<Glyph> glyphs_;
  std::vector<char> pool_;  // what the glyphs' views point into
};

// The one letter that two make (Hangul syllables, Indic vowels); 0 when they make none.
[[nodiscard]] char32_t compose(char32_t first, char32_t second);

// The same for one ASCII byte: `out` is its lower-case form.
struct AsciiGlyph {
  Kind kind;
  char out;
};
[[nodiscard]] const std::array<AsciiGlyph, 128>& ascii_glyphs();

}  // namespace moderato::text
