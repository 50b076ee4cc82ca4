// Min-wise hashing: of two sets, the share of hash functions whose lowest values are the same estimates what they share
// as a part of both (Broder, "On the resemblance and containment of documents", SEQUENCES 1997,
// https://doi.org/10.1109/SEQUEN.1997.666900).
#pragma once

#include <cstdint>
#include <vector>

#include "reading.hpp"

namespace moderato::evaluate {

class Minima {
 public:
  // `count`: of hash functions, always the same ones.
  explicit Minima(std::size_t count);

  // The lowest value of each function over `hashes`, which are well spread already. Replaces what was in `out`.
  void find(const Hashes& hashes, std::vector<std::uint64_t>& out) const;

 private:
  std::vector<std::uint64_t> factors_;
  std::vector<std::uint64_t> terms_;
};

}  // namespace moderato::evaluate
