// Bounds how deep a TOML text nests before it is parsed: toml++ 3.3 bounds lists and inline tables only, and a dotted
// key of a few hundred thousand parts overflows its stack.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace moderato {

struct DeepNesting {
  std::uint32_t line = 0;
  std::uint32_t column = 0;  // in characters, as toml++ counts
  std::string message;
};

// The first key of more than 16 parts, or the first bracket more than 32 deep. Text that is no TOML may get any answer.
[[nodiscard]] std::optional<DeepNesting> find_deep_nesting(std::string_view toml);

}  // namespace moderato
