// Pictures in SVG of how two series of scores agree. Colours come from the page's style sheet, by class.
#pragma once

#include <string>

#include "cli/compare_perspective/comparison.hpp"

namespace moderato::cli {

// Where the comments lie: Perspective's score to the right, Moderato's up, in hexagons that are darker the more
// comments they have (Carr et al. 1987), by the logarithm. The line is where both say the same.
[[nodiscard]] std::string scatter_chart(const AttributeReport& report);

// The share that is held from each threshold on, for both; by the logarithm, as the interesting shares are small.
[[nodiscard]] std::string held_chart(const AttributeReport& report);

}  // namespace moderato::cli
