// Folding a run of ASCII letters, whatever stands around it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

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
// needs room for as many as there are.
[[nodiscard]] inline PlainLetters fold_plain_letters(std::string_view from, std::size_t at, PlainLettersTo to) {
  std::size_t size = 0;
  std::size_t i = at;
  std::size_t same = 0;  // letters before the last one that are like it
  for (char last = '\0'; i < from.size() && is_plain_letter(from[i]); ++i) {
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
