#include "perspective/calibration.hpp"

#include <algorithm>

namespace moderato::gateway::perspective {

double as_perspective(std::string_view /*attribute*/, double score) {
  return std::clamp(score, 0.0, 1.0);
}

}  // namespace moderato::gateway::perspective
