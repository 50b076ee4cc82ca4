// Which comments `check` has dealt with lately, so that `remember` need not read them again.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "moderato/large_array.hpp"

namespace moderato::duplicate {

// Fixed size; a new comment takes the place of whichever was in its slot, so there are many more slots than comments
// wait for their commit. Half of the key says whose slot it is. Thread-safe.
class Handled {
 public:
  void add(std::uint64_t key) { slot(key).store(owner(key), std::memory_order_relaxed); }
  [[nodiscard]] bool has(std::uint64_t key) { return slot(key).load(std::memory_order_relaxed) == owner(key); }

 private:
  std::atomic_ref<std::uint32_t> slot(std::uint64_t key) { return std::atomic_ref{slots_[key % slots_.size()]}; }
  static constexpr std::uint32_t owner(std::uint64_t key) { return static_cast<std::uint32_t>(key >> 32U) | 1U; }

  LargeArray<std::uint32_t> slots_{std::size_t{1} << 20U};
};

}  // namespace moderato::duplicate
