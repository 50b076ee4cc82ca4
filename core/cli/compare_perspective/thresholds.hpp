// The thresholds that people use with Perspective.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "cli/compare_perspective/scored_comment.hpp"
#include "comment/result.hpp"

namespace moderato::cli {

// On Perspective's scale; none: the attribute decides nothing. A comment is held when it reaches one of them.
using Thresholds = std::array<std::optional<double>, attribute_count>;

// From "TOXICITY=0.8" and the like; of the same attribute the last counts. Error: cli.bad_argument.
[[nodiscard]] Result<Thresholds> thresholds_from(const std::vector<std::string>& written);

[[nodiscard]] bool held(const Scores& scores, const Thresholds& thresholds);

}  // namespace moderato::cli
