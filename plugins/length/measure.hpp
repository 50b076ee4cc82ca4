// What the filter measures of a text, in one pass over it.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "capitals.hpp"
#include "settings.hpp"

namespace moderato::length {

// The worst of several places where there is too much of something, and where the first of them are.
struct Excess {
  std::int64_t count = 0;  // 0: nowhere
  std::int64_t allowed = 0;
  std::string_view character;  // part of the text
  std::vector<Span> spans;
};

struct Measure {
  bool visible = false;
  std::int64_t letters = 0;     // letters, digits and emoji
  std::int64_t characters = 0;  // Unicode code points
  std::int64_t lines = 0;
  std::uint32_t long_from = 0;   // the byte where too much begins; only if there is too much
  std::uint32_t lines_from = 0;  // likewise
  CapitalsFound capitals;
  Excess repeats;
  Excess marks;
};

// Linear in the size of the text, whose bytes may be anything. The result points into the text.
[[nodiscard]] Measure measure(std::string_view text, const Settings& settings);

}  // namespace moderato::length
