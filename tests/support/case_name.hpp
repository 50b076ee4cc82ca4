// Names for the cases of a parameterised test: stable from build to build, and safe in a CTest name.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace moderato {

// The number of the case, which makes the name unique, and the letters and digits of its text: 1_throw_an_int.
inline std::string case_name(std::size_t number, std::string_view text) {
  constexpr std::string_view kept = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  std::string name = std::to_string(number);
  for (auto at = text.find_first_of(kept); at != text.npos; at = text.find_first_of(kept, at)) {
    const auto end = std::min(text.find_first_not_of(kept, at), text.size());
    name.append("_").append(text.substr(at, end - at));
    at = end;
  }
  return name;
}

}  // namespace moderato
