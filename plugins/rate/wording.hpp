// What the commenter is told.
#pragma once

#include "moderato/finding.hpp"
#include "settings.hpp"

namespace moderato::rate {

// `wait`: how long from now until the next comment is within the limit.
[[nodiscard]] Finding finding_of(Kind kind, const Limit& limit, Duration wait);

}  // namespace moderato::rate
