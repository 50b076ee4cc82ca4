// Numbers about scores: how well they rank, and what turns them into chances.
#pragma once

#include <optional>
#include <span>
#include <utility>

namespace moderato::civility {

struct Scored {
  double score = 0;
  bool positive = false;
  double weight = 1;
};

// The chance that a positive scores above a negative (ROC-AUC, ties count half; weights are ignored). Nothing below
// five of either kind.
std::optional<double> ranking(std::span<const Scored> scored);

struct Line {
  double slope = 1;
  double intercept = 0;
};

// The slope and intercept whose logistic fits best (Platt 1999, by Newton's method, with a touch of ridge).
Line fit_logistic(std::span<const Scored> scored);

}  // namespace moderato::civility
