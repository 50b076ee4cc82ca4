// Learns the weights: logistic regression per attribute by stochastic gradient descent with AdaGrad steps (Duchi,
// Hazan, Singer 2011), one thread, seeded, and with arithmetic that does not depend on the machine's maths library, so
// that the same data gives the same bits.
#pragma once

#include <vector>

#include "dataset.hpp"
#include "model.hpp"

namespace moderato::civility {

// Learns from what is not held out. A source with few rows counts more per row, and each source has an intercept of its
// own that is thrown away afterwards: how often a source is toxic says nothing about a comment. Half of the rows are
// learned from a second time with some words masked, stripped of vowels or stretched. The result is not calibrated.
Model learn(const Dataset& dataset);

// exp(x), the same on every machine; |x| is cut at 700.
double exact_exp(double x);

}  // namespace moderato::civility
