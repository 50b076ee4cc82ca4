#include "perspective/surrogates.hpp"

#include <charconv>
#include <optional>
#include <string_view>

namespace moderato::gateway::perspective {
namespace {

// The code unit of an escape "\u0000" that begins at `at`.
std::optional<unsigned> unit_at(std::string_view json, std::size_t at) {
  if (json.size() < at + 6 || json[at] != '\\' || json[at + 1] != 'u') return std::nullopt;
  unsigned unit = 0;
  const char* const end = json.data() + at + 6;
  const auto [stopped, wrong] = std::from_chars(json.data() + at + 2, end, unit, 16);
  return wrong == std::errc{} && stopped == end ? std::optional{unit} : std::nullopt;
}

constexpr bool is_high(unsigned unit) {
  return unit >= 0xD800 && unit < 0xDC00;
}
constexpr bool is_low(unsigned unit) {
  return unit >= 0xDC00 && unit < 0xE000;
}

}  // namespace

void mend_surrogates(std::string& json) {
  for (std::size_t at = json.find('\\'); at != std::string::npos; at = json.find('\\', at)) {
    const auto unit = unit_at(json, at);
    if (!unit) {
      at += 2;  // whatever is escaped, a backslash as well
    } else if (is_high(*unit) && is_low(unit_at(json, at + 6).value_or(0))) {
      at += 12;
    } else {
      if (is_high(*unit) || is_low(*unit)) json.replace(at + 2, 4, "fffd");
      at += 6;
    }
  }
}

}  // namespace moderato::gateway::perspective
