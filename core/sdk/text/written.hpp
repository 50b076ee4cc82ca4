// Folded text under way: what is written of it, and from where in the original each byte came.
#pragma once

#include <cstddef>
#include <cstdint>

#include "moderato/text/utf8.hpp"
#include "signs.hpp"

namespace moderato::text {

// Room for what comes is the owner's affair.
struct Written {
  char* text = nullptr;
  std::uint32_t* origins = nullptr;  // where in the original that begins which became a byte
  std::uint32_t* ends = nullptr;     // and where it ends
  std::size_t size = 0;

  void put(char c, std::size_t begin, std::size_t end) {
    text[size] = c;
    origins[size] = static_cast<std::uint32_t>(begin);
    ends[size] = static_cast<std::uint32_t>(end);
    ++size;
  }

  // Writes the third and later of equal characters (not digits), from byte `begin` to the end, into the second.
  void collapse(std::size_t begin) {
    const std::size_t end = size;
    std::size_t to = begin;
    for (std::size_t i = begin; i < end;) {
      std::size_t bytes = 1;
      while (i + bytes < end && is_continuation(text[i + bytes])) ++bytes;
      const auto same = [&](std::size_t earlier) {
        std::size_t k = 0;  // a call of std::memcmp takes longer than this
        while (k < bytes && text[i + k] == text[earlier + k]) ++k;
        return k == bytes;
      };
      if (!is_digit(text[i]) && to >= begin + 2 * bytes && same(to - bytes) && same(to - 2 * bytes)) {
        for (std::size_t k = 1; k <= bytes; ++k) ends[to - k] = ends[i + bytes - 1];
      } else {
        for (std::size_t k = 0; k < bytes; ++k, ++to) {
          text[to] = text[i + k];
          origins[to] = origins[i + k];
          ends[to] = ends[i + k];
        }
      }
      i += bytes;
    }
    size = to;
  }
};

}  // namespace moderato::text
