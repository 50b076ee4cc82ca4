// The directions in which vectors differ most (principal component analysis).
#pragma once

#include <cstddef>
#include <vector>

namespace moderato::civility {

using Vector = std::vector<float>;

// Moves `vectors`, which all have the same length, onto their `count` first principal components, scaled so that the
// mean square of a number is `deviation` squared. Deterministic: Jacobi's method with a fixed number of sweeps (Golub,
// Van Loan, "Matrix Computations", 8.5).
std::vector<Vector> principal_components(const std::vector<const Vector*>& vectors, std::size_t count,
                                         double deviation);

}  // namespace moderato::civility
