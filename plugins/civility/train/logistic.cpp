#include "logistic.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "lessons.hpp"

namespace moderato::civility {

Line fit_logistic(std::span<const Scored> scored) {
  constexpr double ridge = 1e-6;
  Line line{1, 0};
  for (int round = 0; round < 100; ++round) {
    double g0 = ridge * line.intercept;
    double g1 = ridge * (line.slope - 1);
    double h00 = ridge;
    double h01 = 0;
    double h11 = ridge;
    for (const Scored& each : scored) {
      const double chance = 1 / (1 + exact_exp(-(line.slope * each.score + line.intercept)));
      const double error = each.weight * (chance - (each.positive ? 1.0 : 0.0));
      const double curve = each.weight * chance * (1 - chance);
      g0 += error;
      g1 += error * each.score;
      h00 += curve;
      h01 += curve * each.score;
      h11 += curve * each.score * each.score;
    }
    const double determinant = h00 * h11 - h01 * h01;
    const double move0 = std::clamp((h11 * g0 - h01 * g1) / determinant, -2.0, 2.0);
    const double move1 = std::clamp((h00 * g1 - h01 * g0) / determinant, -2.0, 2.0);
    line.intercept -= move0;
    line.slope -= move1;
    if (std::abs(move0) + std::abs(move1) < 1e-9) break;
  }
  return line;
}

}  // namespace moderato::civility
