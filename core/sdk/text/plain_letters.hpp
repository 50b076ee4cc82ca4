// Folding's common case, which most of a comment is: a run of ASCII letters.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "byte_lanes.hpp"

namespace moderato::text {

constexpr bool is_plain_letter(char c) {
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'z';
}

// Where the folded word goes, and the map back.
struct PlainLettersTo {
  char* text;
  std::uint32_t* origins;
  std::uint32_t* ends;
};

struct PlainLetters {
  std::size_t end;   // where the run ends in `from`
  std::size_t size;  // bytes written
};

// Writes the letters of `from` at `at` in lower case, the third and later of equal ones into the second. Each pointer
// needs room for as many as there are and seven more. The map is only written in full when the text is `mapped`.
[[nodiscard]] inline PlainLetters fold_plain_letters(std::string_view from, std::size_t at, PlainLettersTo to,
                                                     bool mapped) {
  std::size_t size = 0;
  std::size_t i = at;
  // Eight at a time, as far as there are eight and up to the first repeat.
  for (ByteLanes before, like_before = ByteLanes::all(0xff); from.size() - i >= ByteLanes::count;) {
    const ByteLanes bytes{from.data() + i};
    const ByteLanes letters = bytes.letters();
    const ByteLanes lower = bytes | ByteLanes::all(0x20);
    const ByteLanes like = lower ^ lower.shifted(before);  // zero where a letter is like the one before
    const std::size_t run = (letters & ~(like | like.shifted(like_before)).zeros()).leading();
    lower.store(to.text + size);
    if (mapped) {
      for (std::size_t k = 0; k < ByteLanes::count; ++k) {
        to.origins[size + k] = static_cast<std::uint32_t>(i + k);
        to.ends[size + k] = static_cast<std::uint32_t>(i + k + 1);
      }
    }
    size += run;
    i += run;
    if (run < letters.leading()) break;
    if (run < ByteLanes::count) return {i, size};
    before = lower;
    like_before = like;
  }
  char last = size > 0 ? to.text[size - 1] : '\0';
  std::size_t same = size > 1 && to.text[size - 2] == last ? 1 : 0;
  for (; i < from.size() && is_plain_letter(from[i]); ++i) {
    const char c = static_cast<char>(from[i] | 0x20);
    same = c == last ? same + 1 : 0;
    last = c;
    if (same >= 2) {
      to.ends[size - 1] = static_cast<std::uint32_t>(i + 1);
      continue;
    }
    to.text[size] = c;
    to.origins[size] = static_cast<std::uint32_t>(i);
    to.ends[size] = static_cast<std::uint32_t>(i + 1);
    ++size;
  }
  return {i, size};
}

}  // namespace moderato::text
