// The words of a folded text.
#pragma once

#include <algorithm>
#include <string_view>
#include <vector>

namespace moderato::civility {

inline std::vector<std::string_view> split(std::string_view folded) {
  std::vector<std::string_view> words;
  for (std::size_t begin = 0; begin < folded.size();) {
    const std::size_t end = std::min(folded.find(' ', begin), folded.size());
    words.push_back(folded.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

}  // namespace moderato::civility
