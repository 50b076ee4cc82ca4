// Comments of made-up people, for the filter's tests.
#pragma once

#include <random>
#include <string>
#include <utility>

#include "moderato/testing.hpp"

namespace moderato::duplicate {

inline const std::string original =
    "My cousin made four thousand dollars last month from home, and all it took was this little course that "
    "nobody talks about. Write to me for the details.";

inline testing::Given by(std::string author, std::string id, std::string text) {
  testing::Given given;
  given.text = std::move(text);
  given.author = std::move(author);
  given.article = "article-" + id;
  given.id = std::move(id);
  return given;
}

// A text that has next to nothing in common with that of another number.
inline std::string unlike(int number) {
  std::mt19937 random{static_cast<unsigned>(number)};
  std::string text;
  for (int i = 0; i < 80; ++i) text += static_cast<char>('a' + random() % 26);
  return text;
}

}  // namespace moderato::duplicate
