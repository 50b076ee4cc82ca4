// A text as a row of characters (Unicode code points), each with what the filter wants to know of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "moderato/finding.hpp"

namespace moderato::length {

enum class Sort : std::uint8_t {
  space,
  line_end,
  invisible,  // format characters, fillers, controls, and bytes that are no UTF-8
  mark,       // sits on the character before it
  letter,     // of any script; a vowel sign is one, too, and counts as a mark besides
  digit,
  emoji,
  other,
};

struct Character {
  char32_t code = 0;
  Span bytes;
  Sort sort = Sort::other;
  bool upper = false;
  bool lower = false;
  bool stacks = false;      // a mark that is drawn above, below or through its base
  bool own_script = false;  // a mark that one script has to itself: Thai, Hebrew, Devanagari
};

// The character at `at`, which is less than the text's size. Its bytes are at least one.
[[nodiscard]] Character character_at(std::string_view text, std::size_t at);

// The character in lower case.
[[nodiscard]] char32_t lower(char32_t code);

// Whether the character is drawn as two letters' worth: a Chinese character or a Korean syllable is often a word.
[[nodiscard]] bool is_syllable(char32_t code);

[[nodiscard]] constexpr bool is_space(const Character& c) {
  return c.sort == Sort::space || c.sort == Sort::line_end;
}

}  // namespace moderato::length
