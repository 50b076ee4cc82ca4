// Learns the linear part: logistic regression per attribute by stochastic gradient descent with AdaGrad steps (Duchi,
// Hazan, Singer 2011).
#pragma once

#include "lessons.hpp"
#include "model/linear.hpp"

namespace moderato::civility {

// Each source has an intercept of its own that is thrown away afterwards: how often a source is toxic says nothing
// about a comment. One thread, and arithmetic that is the same everywhere, so that the same lessons give the same bits.
Linear learn_linear(const Lessons& lessons, Random& random);

}  // namespace moderato::civility
