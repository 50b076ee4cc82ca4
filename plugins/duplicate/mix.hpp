// 64 by 64 bits to 128, and what hashing makes of it.
#pragma once

#include <cstdint>

namespace moderato::duplicate {

__extension__ using Wide = unsigned __int128;

// The mix of wyhash (public domain): both halves of the product.
constexpr std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
  const Wide product = static_cast<Wide>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64U);
}

// `hash` as a place in [0, size).
constexpr std::uint64_t place(std::uint64_t hash, std::uint64_t size) {
  return static_cast<std::uint64_t>((static_cast<Wide>(hash) * size) >> 64U);
}

}  // namespace moderato::duplicate
