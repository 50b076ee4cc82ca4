// Folding a run of ASCII letters, whatever stands around it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "written.hpp"

namespace moderato::text {

constexpr bool is_plain_letter(char c) {
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'z';
}

// Writes the letters of `from` at `at` in lower case, the third and later of equal ones into the second. `to` needs
// room for as many as there are. Returns where the run ends in `from`.
inline std::size_t fold_plain_letters(std::string_view from, std::size_t at, Written& to) {
  Written written = to;  // in registers: characters are written, which might be any member
  std::size_t i = at;
  std::size_t same = 0;  // letters before the last one that are like it
  for (char last = '\0'; i < from.size() && is_plain_letter(from[i]); ++i) {
    const char c = static_cast<char>(from[i] | 0x20);
    same = c == last ? same + 1 : 0;
    last = c;
    if (same >= 2)
      written.ends[written.size - 1] = static_cast<std::uint32_t>(i + 1);
    else
      written.put(c, i, i + 1);
  }
  to.size = written.size;
  return i;
}

}  // namespace moderato::text
