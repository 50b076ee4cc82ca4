// Offsets as browsers count them: in UTF-16 code units, where Moderato counts bytes of UTF-8.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace moderato {

// How many UTF-16 code units `text` (valid UTF-8) has.
[[nodiscard]] inline std::size_t utf16_length(std::string_view text) {
  std::size_t units = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    units += (byte & 0xC0U) == 0x80U ? 0 : byte >= 0xF0U ? 2 : 1;
  }
  return units;
}

// Where a byte of `text` stands in UTF-16. Behind its end: the end; inside a character: behind it.
[[nodiscard]] inline std::size_t utf16_offset(std::string_view text, std::size_t byte) {
  return utf16_length(text.substr(0, std::min(byte, text.size())));
}

}  // namespace moderato
