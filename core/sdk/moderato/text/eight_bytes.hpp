// Eight bytes of a text at once, as a number: for whoever goes through the words of folded text, which are ended by
// spaces, faster than byte by byte.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace moderato::text {

// Of the eight bytes from `at` on, `at <= text.size()`, the first one is lowest; zeroes after the end.
inline std::uint64_t eight_bytes(std::string_view text, std::size_t at) {
  const auto load = [&](std::size_t from, std::size_t count) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, text.data() + from, count);
    if constexpr (std::endian::native == std::endian::big) eight = __builtin_bswap64(eight);
    return eight;
  };
  const std::size_t left = text.size() - at;
  if (left >= 8) return load(at, 8);
  if (left == 0) return 0;
  if (text.size() >= 8) return load(text.size() - 8, 8) >> (8 * (8 - left));
  return load(at, left);
}

// How many of the eight bytes come before the first space. The lowest byte that is a space has its top bit set and
// those below it have not: Mycroft's test for a zero byte.
constexpr int bytes_before_space(std::uint64_t eight) {
  constexpr std::uint64_t ones = 0x0101010101010101;
  const std::uint64_t zeroed = eight ^ (ones * ' ');
  const std::uint64_t found = (zeroed - ones) & ~zeroed & (ones << 7);
  return found == 0 ? 8 : std::countr_zero(found) / 8;
}

// The first `count` of the eight bytes; zeroes in the place of the others.
constexpr std::uint64_t first_bytes(std::uint64_t eight, int count) {
  return count == 8 ? eight : eight & ((std::uint64_t{1} << (8 * count)) - 1);
}

}  // namespace moderato::text
