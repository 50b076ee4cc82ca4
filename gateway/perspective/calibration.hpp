// From the civility filter's scores to Perspective's, so that thresholds chosen for Perspective go on meaning what they
// meant.
#pragma once

#include <string_view>

namespace moderato::gateway::perspective {

// What Perspective would have called `score`, a chance from 0 to 1 that the civility filter gave for an attribute of
// its own ("TOXICITY"). From 0 to 1 as well, and never falls where `score` rises. An attribute without a curve keeps
// its score. Thread-safe.
[[nodiscard]] double as_perspective(std::string_view attribute, double score);

}  // namespace moderato::gateway::perspective
