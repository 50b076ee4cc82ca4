// A bucket of the index: sixteen slots in one cache line, each leading from eight bits of a gram's hash to an entry.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace moderato::duplicate {

struct alignas(64) Bucket {
  static constexpr std::size_t slots = 16;
  static constexpr unsigned number_bits = 24;

  // The last 24 bits of an entry's number; 0 for a free slot, and for one number in 2^24.
  [[nodiscard]] std::uint32_t number(std::size_t slot) const { return low[slot] | (std::uint32_t{high[slot]} << 16U); }
  void set(std::size_t slot, std::uint8_t tag, std::uint64_t number) {
    tags[slot] = tag;
    low[slot] = static_cast<std::uint16_t>(number);
    high[slot] = static_cast<std::uint8_t>(number >> 16U);
  }

  // Calls each(slot) for the slots with this tag, free ones among them. Looks at eight at a time: 127 added to the low
  // seven bits of a byte leaves its top bit clear only where they are zero (Warren: Hacker's Delight, 6-1).
  template <class Each>
  void each_tagged(std::uint8_t tag, Each each) const {
    static_assert(std::endian::native == std::endian::little);
    constexpr std::uint64_t ones = 0x0101010101010101;
    constexpr std::uint64_t low_bits = 0x7f * ones;
    for (std::size_t begin = 0; begin < slots; begin += sizeof(std::uint64_t)) {
      std::uint64_t word = 0;
      std::memcpy(&word, &tags[begin], sizeof word);
      word ^= tag * ones;
      for (auto same = ~(((word & low_bits) + low_bits) | word | low_bits); same != 0; same &= same - 1)
        each(begin + static_cast<std::size_t>(std::countr_zero(same)) / 8);
    }
  }

  std::array<std::uint8_t, slots> tags;
  std::array<std::uint16_t, slots> low;
  std::array<std::uint8_t, slots> high;
};
static_assert(sizeof(Bucket) == 64);

}  // namespace moderato::duplicate
