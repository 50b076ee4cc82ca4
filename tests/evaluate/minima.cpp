#include "minima.hpp"

#include <algorithm>
#include <random>

namespace moderato::evaluate {

Minima::Minima(std::size_t count) {
  std::mt19937_64 random{1997};
  for (std::size_t i = 0; i < count; ++i) {
    factors_.push_back(random() | 1U);
    terms_.push_back(random());
  }
}

void Minima::find(const Hashes& hashes, std::vector<std::uint64_t>& out) const {
  out.assign(factors_.size(), ~std::uint64_t{0});
  for (const std::uint64_t hash : hashes)
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = std::min(out[i], hash * factors_[i] + terms_[i]);
}

}  // namespace moderato::evaluate
