// Turns the evidence of both parts of a model into scores.
#pragma once

#include <iosfwd>

#include "dataset.hpp"
#include "model/model.hpp"

namespace moderato::civility {

// Weighs the two parts so that each varies as much as the other over held-out comments, and fits per attribute the
// logistic of their sum: the attribute's positives, weighted to the prevalence that comments as they come in have,
// against what is labelled not to have it or not to be toxic at all. Says on `out` on how many.
void calibrate(Model& model, const Dataset& dataset, std::ostream& out);

}  // namespace moderato::civility
