// What 64 bytes of text are, with a bit for each byte, the first one lowest.
#pragma once

#include <cstddef>
#include <cstdint>

#ifdef __SSE2__
#include <emmintrin.h>
#else
#include "byte_lanes.hpp"
#endif

namespace moderato::text {

struct PlainBlock {
  static constexpr std::size_t bytes = 64;

  std::uint64_t letters = 0;     // ASCII letters
  std::uint64_t separators = 0;  // ASCII that always stands between words, or the most common of it
  std::uint64_t triples = 0;     // letters that are like the two bytes behind them, in whatever case

  // Reads one byte more.
  static PlainBlock read(const char* from);
};

#ifdef __SSE2__

inline PlainBlock PlainBlock::read(const char* from) {
  const auto bits = [](__m128i lanes) { return std::uint64_t{static_cast<std::uint32_t>(_mm_movemask_epi8(lanes))}; };
  const auto load = [](const char* at) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(at)); };
  const auto is = [](__m128i lanes, char c) { return _mm_cmpeq_epi8(lanes, _mm_set1_epi8(c)); };
  // Bytes are compared as signed numbers, so they are moved to where the lowest one is `first`.
  const auto within = [](__m128i lanes, char first, char last) {
    const __m128i moved = _mm_sub_epi8(lanes, _mm_set1_epi8(static_cast<char>(first + 0x80)));
    return _mm_cmplt_epi8(moved, _mm_set1_epi8(static_cast<char>(last - first + 1 - 0x80)));
  };
  const __m128i to_lower = _mm_set1_epi8(0x20);
  PlainBlock block;
  std::uint64_t like_next = 0;
  for (unsigned i = 0; i < bytes; i += sizeof(__m128i)) {
    const __m128i lanes = load(from + i);
    const __m128i lower = _mm_or_si128(lanes, to_lower);
    const __m128i next = _mm_or_si128(load(from + i + 1), to_lower);
    const __m128i letter = within(lower, 'a', 'z');
    const __m128i stop = _mm_or_si128(within(lanes, '\0', ' '), within(lanes, ',', '/'));
    const __m128i colon = _mm_or_si128(within(lanes, ':', ';'), within(lanes, '=', '?'));
    const __m128i closing = _mm_or_si128(is(lanes, '"'), is(lanes, ')'));
    block.letters |= bits(letter) << i;
    block.separators |= bits(_mm_or_si128(_mm_or_si128(stop, colon), closing)) << i;
    like_next |= bits(_mm_and_si128(letter, _mm_cmpeq_epi8(lower, next))) << i;
  }
  block.triples = like_next & (like_next >> 1U);
  return block;
}

#else

inline PlainBlock PlainBlock::read(const char* from) {
  PlainBlock block;
  std::uint64_t like_next = 0;
  for (unsigned i = 0; i < bytes; i += ByteLanes::count) {
    const ByteLanes lanes{from + i};
    const ByteLanes to_lower = ByteLanes::all(0x20);
    const ByteLanes like = ((lanes | to_lower) ^ (ByteLanes{from + i + 1} | to_lower)).zeros();
    const auto is = [&](std::uint8_t c) { return (lanes ^ ByteLanes::all(c)).zeros(); };
    block.letters |= std::uint64_t{lanes.letters().bits()} << i;
    block.separators |= std::uint64_t{(is(' ') | is('\n') | is(',') | is('.')).bits()} << i;
    like_next |= std::uint64_t{(lanes.letters() & like).bits()} << i;
  }
  block.triples = like_next & (like_next >> 1U);
  return block;
}

#endif

}  // namespace moderato::text
