// Eight bytes of text in one word, each seen by itself (Lamport: "Multiple byte processing with full-word
// instructions", 1975; Warren: "Hacker's Delight", 6-1). Which bytes are of a kind is said by their top bits.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace moderato::text {

class ByteLanes {
 public:
  static constexpr std::size_t count = 8;
  static_assert(std::endian::native == std::endian::little);

  explicit ByteLanes(const char* from) { std::memcpy(&word_, from, count); }
  // Eight times the same.
  static constexpr ByteLanes all(std::uint8_t byte) { return ByteLanes{0x0101010101010101U * byte}; }

  void store(char* to) const { std::memcpy(to, &word_, count); }

  friend constexpr ByteLanes operator|(ByteLanes a, ByteLanes b) { return ByteLanes{a.word_ | b.word_}; }
  friend constexpr ByteLanes operator&(ByteLanes a, ByteLanes b) { return ByteLanes{a.word_ & b.word_}; }
  friend constexpr ByteLanes operator^(ByteLanes a, ByteLanes b) { return ByteLanes{a.word_ ^ b.word_}; }

  [[nodiscard]] constexpr ByteLanes zeros() const {
    // 127 added to the low bits of a byte leaves its top bit clear only where they are zero.
    return ByteLanes{~(((word_ & low_bits) + low_bits) | word_ | low_bits)};
  }
  // ASCII letters.
  [[nodiscard]] constexpr ByteLanes letters() const {
    const std::uint64_t lower = (word_ | all(0x20).word_) & low_bits;
    const std::uint64_t from_a = lower + all(0x80 - 'a').word_;
    const std::uint64_t past_z = lower + all(0x7f - 'z').word_;
    return ByteLanes{from_a & ~past_z & ~word_ & ~low_bits};
  }
  // A bit for each byte whose top bit is set, of bytes that have no other.
  [[nodiscard]] constexpr std::uint32_t bits() const {
    // The product moves each top bit to a place of its own in the last byte.
    return static_cast<std::uint32_t>((word_ * 0x0002040810204081U) >> 56U);
  }

 private:
  static constexpr std::uint64_t low_bits = 0x7f7f7f7f7f7f7f7f;
  constexpr explicit ByteLanes(std::uint64_t word) : word_(word) {}

  std::uint64_t word_;
};

}  // namespace moderato::text
