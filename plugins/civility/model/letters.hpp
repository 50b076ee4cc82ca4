// Vowels as this filter takes them: disguises leave them out or mask them.
#pragma once

#include <string_view>

namespace moderato::civility {

inline constexpr std::string_view vowels = "aeiou";

constexpr bool is_vowel(char c) {
  return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

}  // namespace moderato::civility
