// Reads the moment a membership ends, as databases and tokens write it.
#pragma once

#include <optional>
#include <string_view>

#include "moderato/filter.hpp"

namespace moderato::membership {

// RFC 3339 text (a blank in place of the T, an offset of hours only or none, meaning UTC, and a date alone, meaning its
// first moment in UTC, are taken too), Unix seconds with or without a fraction, or PostgreSQL's "infinity" and
// "-infinity". Nothing for anything else, and for years before 1 or after 9999.
[[nodiscard]] std::optional<Time> parse_instant(std::string_view text);

}  // namespace moderato::membership
