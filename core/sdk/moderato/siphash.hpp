// SipHash-2-4, a keyed hash: who does not know the key can't find texts that collide, nor the text to a hash.
// Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012; written after the authors' reference code (CC0).
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace moderato {

// Immutable, so any thread may use it.
class Siphash {
 public:
  // `key`: 16 bytes, read here only.
  explicit Siphash(const std::uint8_t* key) : key_{word(key, 8), word(key + 8, 8)} {}

  // Of the eight bytes of `before`, lowest first, followed by `text`.
  [[nodiscard]] std::uint64_t operator()(std::uint64_t before, std::string_view text) const {
    State state{key_[0] ^ 0x736f6d6570736575U, key_[1] ^ 0x646f72616e646f6dU, key_[0] ^ 0x6c7967656e657261U,
                key_[1] ^ 0x7465646279746573U};
    state.take(before);
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    std::size_t left = text.size();
    for (; left >= 8; left -= 8, bytes += 8) state.take(word(bytes, 8));
    state.take(word(bytes, left) | static_cast<std::uint64_t>(text.size() + 8) << 56U);
    state.c ^= 0xffU;
    for (int i = 0; i < 4; ++i) state.round();
    return state.a ^ state.b ^ state.c ^ state.d;
  }

 private:
  struct State {
    std::uint64_t a, b, c, d;

    void round() {
      a += b;
      b = std::rotl(b, 13) ^ a;
      a = std::rotl(a, 32);
      c += d;
      d = std::rotl(d, 16) ^ c;
      a += d;
      d = std::rotl(d, 21) ^ a;
      c += b;
      b = std::rotl(b, 17) ^ c;
      c = std::rotl(c, 32);
    }
    void take(std::uint64_t block) {
      d ^= block;
      round();
      round();
      a ^= block;
    }
  };

  static std::uint64_t word(const std::uint8_t* bytes, std::size_t count) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < count; ++i) value |= static_cast<std::uint64_t>(bytes[i]) << (8 * i);
    return value;
  }

  std::uint64_t key_[2];
};

}  // namespace moderato
