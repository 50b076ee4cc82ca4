// Which comments `check` has dealt with lately, so that `remember` need not read them again.
#pragma once

#include <cstddef>
#include <cstdint>

#include "moderato/large_array.hpp"

namespace moderato::duplicate {

// Fixed size; a new comment takes the place of whichever was in its slot, so there are many more slots than comments
// wait for their commit. Half of the key says whose slot it is. Not thread-safe.
class Handled {
 public:
  void add(std::uint64_t key) { slots_[key % slots_.size()] = owner(key); }
  [[nodiscard]] bool has(std::uint64_t key) const { return slots_[key % slots_.size()] == owner(key); }

 private:
  static constexpr std::uint32_t owner(std::uint64_t key) { return static_cast<std::uint32_t>(key >> 32U) | 1U; }

  LargeArray<std::uint32_t> slots_{std::size_t{1} << 20U};
};

}  // namespace moderato::duplicate
