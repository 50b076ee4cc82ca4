// A bucket of the index: sixteen slots in one cache line, each leading from eight bits of a gram's hash to an entry.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace moderato::duplicate {

class alignas(64) Bucket {
 public:
  static constexpr std::size_t slots = 16;
  static constexpr unsigned number_bits = 24;

  // The last 24 bits of an entry's number; 0 for a free slot, and for one number in 2^24.
  [[nodiscard]] std::uint32_t number(std::size_t slot) const { return low[slot] | (std::uint32_t{high[slot]} << 16U); }
  void set(std::size_t slot, std::uint8_t tag, std::uint64_t number) {
    tags[slot] = tag;
    low[slot] = static_cast<std::uint16_t>(number);
    high[slot] = static_cast<std::uint8_t>(number >> 16U);
  }

  // A bit for each slot with this tag, free ones among them. Looks at eight at a time: 127 added to the low seven bits
  // of a byte leaves its top bit clear only where they are zero (Warren: Hacker's Delight, 6-1).
  [[nodiscard]] std::uint32_t tagged(std::uint8_t tag) const { return tagged(tag, 0) | (tagged(tag, 8) << 8U); }

  std::array<std::uint8_t, slots> tags;
  std::array<std::uint16_t, slots> low;
  std::array<std::uint8_t, slots> high;

 private:
  [[nodiscard]] std::uint32_t tagged(std::uint8_t tag, std::size_t begin) const {
    static_assert(std::endian::native == std::endian::little && slots == 2 * sizeof(std::uint64_t));
    constexpr std::uint64_t ones = 0x0101010101010101;
    constexpr std::uint64_t low_bits = 0x7f * ones;
    std::uint64_t word = 0;
    std::memcpy(&word, &tags[begin], sizeof word);
    word ^= tag * ones;
    const std::uint64_t same = ~(((word & low_bits) + low_bits) | word | low_bits);
    // The product moves each top bit to a place of its own in the last byte.
    return static_cast<std::uint32_t>((same * 0x0002040810204081U) >> 56U);
  }
};
static_assert(sizeof(Bucket) == 64);

}  // namespace moderato::duplicate
