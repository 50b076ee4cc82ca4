// What programs count places in a text by. Each language has its own way.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "moderato/finding.hpp"

namespace moderato::remote {

enum class SpanUnit : std::uint8_t { bytes, utf16, code_points };

// Turns spans of `text` (UTF-8) from `unit` into bytes. Returns what is wrong with them, if anything is. Reads the text
// once, however many there are.
[[nodiscard]] std::optional<std::string> to_bytes(std::vector<Span>& spans, std::string_view text, SpanUnit unit);

}  // namespace moderato::remote
