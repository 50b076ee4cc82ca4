// The part of a comment that is its author's own running text, and so in some language.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace moderato::language {

// Writes `text` to `out` with spaces for each byte of what is in no language or is somebody else's: links, mentions,
// hashtags, addresses, code, lines that begin with ">" and lines that repeat the parent. So offsets stay what they are.
// Linear in the size of the text. The first 64 lines are looked for in the first 20,000 bytes of `parent`.
void running_text(std::string_view text, std::string_view parent, std::string& out);

[[nodiscard]] constexpr bool is_space(char c) {
  return static_cast<unsigned char>(c) <= ' ';
}

// Letters of any script; one that stands for a syllable or a word, as in Chinese and Korean, counts as two.
[[nodiscard]] std::size_t count_letters(std::string_view text);

// Whether there is a letter beyond those of ASCII.
[[nodiscard]] bool has_accents(std::string_view text);

}  // namespace moderato::language
