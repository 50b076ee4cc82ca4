// Shows scores, to people and to programs.
#pragma once

#include <string>
#include <vector>

#include "score.hpp"

namespace moderato::evaluate {

// All scores are of one stream; the first is the filter's, which alone rejects.
[[nodiscard]] std::string as_text(const std::vector<Score>& scores);
[[nodiscard]] std::string as_json(const std::vector<Score>& scores);

}  // namespace moderato::evaluate
