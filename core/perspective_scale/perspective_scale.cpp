#include "perspective_scale/perspective_scale.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace moderato {
namespace {

double logit(double p) {
  return std::log(p / (1 - p));
}

double logistic(double x) {
  return 1 / (1 + std::exp(-x));
}

std::span<const ScaleKnot> knots_of(std::string_view attribute) {
  const auto curves = perspective_curves();
  const auto found = std::ranges::find(curves, attribute, &ScaleCurve::attribute);
  return found == curves.end() ? std::span<const ScaleKnot>{} : found->knots;
}

// A curve may be read either way.
double read(std::span<const ScaleKnot> knots, double ScaleKnot::*from, double ScaleKnot::*to, double value) {
  if (!(value > 0)) return 0;  // nor is what is no number
  if (value >= 1) return 1;
  if (knots.empty()) return value;
  const auto after = std::ranges::upper_bound(knots, value, {}, from);
  if (after == knots.begin()) return value * (knots.front().*to / knots.front().*from);
  const ScaleKnot& left = *std::prev(after);
  if (after == knots.end()) return 1 - (1 - value) * ((1 - left.*to) / (1 - left.*from));
  if (value == left.*from) return left.*to;
  const double share = (logit(value) - logit(left.*from)) / (logit((*after).*from) - logit(left.*from));
  return logistic(std::lerp(logit(left.*to), logit((*after).*to), share));
}

}  // namespace

double as_perspective(std::string_view attribute, double score) {
  return read(knots_of(attribute), &ScaleKnot::score, &ScaleKnot::perspective, score);
}

double from_perspective(std::string_view attribute, double value) {
  return read(knots_of(attribute), &ScaleKnot::perspective, &ScaleKnot::score, value);
}

}  // namespace moderato
