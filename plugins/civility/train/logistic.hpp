// Turns scores into chances.
#pragma once

#include <span>

namespace moderato::civility {

struct Scored {
  double score = 0;
  bool positive = false;
  double weight = 1;
};

struct Line {
  double slope = 1;
  double intercept = 0;
};

// The slope and intercept whose logistic fits best (Platt 1999, by Newton's method, with a touch of ridge).
Line fit_logistic(std::span<const Scored> scored);

}  // namespace moderato::civility
