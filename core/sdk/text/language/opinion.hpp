// What CLD2 says of a text. It costs microseconds and allocates; `detect` asks only where it has to.
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace moderato::text {

struct Opinion {
  std::array<char, 4> code{};  // ISO 639-1, or 639-3 where there is none; empty when CLD2 can't tell
  bool reliable = false;       // as CLD2 sees it
  int percent = 0;             // of the text
};

// The language that most of `text` is in. `expected`: codes such as "da,en", to which CLD2 leans. Thread-safe.
Opinion opinion(std::string_view text, const std::string& expected);

}  // namespace moderato::text
