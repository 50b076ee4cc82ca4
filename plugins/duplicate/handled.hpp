// Which comments `check` has dealt with lately, so that `remember` need not read them again.
#pragma once

#include <cstddef>
#include <cstdint>

#include "zeroed.hpp"

namespace moderato::duplicate {

// Fixed size; a new comment takes the place of whichever was in its slot. Not thread-safe.
class Handled {
 public:
  void add(std::uint64_t key) { slots_[key % slots_.size()] = key; }
  [[nodiscard]] bool has(std::uint64_t key) const { return slots_[key % slots_.size()] == key; }

 private:
  Zeroed<std::uint64_t> slots_{std::size_t{1} << 16U};
};

}  // namespace moderato::duplicate
