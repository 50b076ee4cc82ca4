// A mistake in the configuration, and where it stands.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace moderato {

struct Problem {
  std::string file;
  std::uint32_t line = 0;  // from 1; 0 when it has no place in the file
  std::uint32_t column = 0;
  std::string message;  // what was expected, what was found, the nearest valid name

  // "config/moderato.toml:12:5: message"
  [[nodiscard]] std::string text() const {
    std::string out = file;
    if (line != 0) out += ":" + std::to_string(line) + ":" + std::to_string(column);
    return out.empty() ? message : out + ": " + message;
  }
};

using Problems = std::vector<Problem>;

}  // namespace moderato
