// Learns the network: word vectors, kernels and weights together, by stochastic gradient descent (Adam for all but the
// vectors: Kingma, Ba 2015; AdaGrad for the vectors, most of which a batch does not touch), with dropout (Srivastava et
// al. 2014) on the channels and on words.
#pragma once

#include <vector>

#include "lessons.hpp"
#include "model/network.hpp"
#include "principal.hpp"

namespace moderato::civility {

// `vectors` are those that the words of the lexicon start from. As in learn_linear, each source has an intercept that
// is thrown away afterwards, one thread does it all, and the same lessons give the same bits on every machine.
Network learn_network(const Lessons& lessons, std::vector<Vector> vectors, Random& random);

}  // namespace moderato::civility
