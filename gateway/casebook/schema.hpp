// The casebook's file.
#pragma once

#include <cstdint>

#include "feed/projection_file.hpp"

namespace moderato::gateway::casebook {

// Its sums are of hours: of so many microseconds.
inline constexpr std::int64_t hour_us = 3'600'000'000;

// For its user alone (mode 0600): it holds what was never published.
extern const ProjectionFile casebook_file;

}  // namespace moderato::gateway::casebook
