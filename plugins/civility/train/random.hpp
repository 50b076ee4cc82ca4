// Random numbers that are the same everywhere: the distributions of the standard library are not.
#pragma once

#include <cstddef>
#include <random>

namespace moderato::civility {

using Random = std::mt19937_64;

// Uniform over [0, limit), near enough for small limits.
inline std::size_t below(Random& random, std::size_t limit) {
  return static_cast<std::size_t>(random() % limit);
}

// Uniform over [0, 1).
inline double uniform(Random& random) {
  return static_cast<double>(random() >> 11) * 0x1.0p-53;
}

// Nearly normal, with mean 0 and deviation 1: the sum of twelve uniform numbers.
inline double normal(Random& random) {
  double sum = -6;
  for (int i = 0; i < 12; ++i) sum += uniform(random);
  return sum;
}

}  // namespace moderato::civility
