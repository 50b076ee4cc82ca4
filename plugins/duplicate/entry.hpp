// What is kept of a remembered comment in memory: 24 bytes. The rest is in its record on disk (records.hpp).
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

namespace moderato::duplicate {

// What an entry holds of its text: the `sampled` lowest feature hashes, which are all that the text has up to `bound`.
// The bound is kept to seven significant bits, rounded up.
struct Shape {
  std::uint32_t sampled = 0;  // at most 31
  std::uint64_t bound = ~std::uint64_t{0};

  [[nodiscard]] std::uint16_t pack() const {
    const auto zeros = std::min(static_cast<unsigned>(std::countl_zero(bound | 1U)), 31U);
    const auto next = static_cast<unsigned>((bound << (zeros + 1)) >> 58U);
    return static_cast<std::uint16_t>(sampled | (zeros << 5U) | (next << 10U));
  }
  static Shape unpack(std::uint16_t packed) {
    const unsigned zeros = (packed >> 5U) & 31U;
    const std::uint64_t lead = 64U | (packed >> 10U);
    const std::uint64_t up = ((lead + 1) << (57U - zeros)) - 1;  // at the top the shift wraps to 0 and this to all ones
    return {packed & 31U, up};
  }
};

struct Entry {
  std::uint32_t seconds;
  std::uint16_t text;
  std::uint16_t author;
  std::uint16_t article;
  std::uint16_t id;
  std::uint16_t shape;
  std::uint8_t copies;              // by another author or under another article, as far as one byte counts
  std::array<std::uint8_t, 9> tag;  // one byte each of the sampled features that are no anchors
};
static_assert(sizeof(Entry) == 24);

}  // namespace moderato::duplicate
