// Cuts folded and repaired text into the features that the model weighs: words, pairs of neighbours, words without
// vowels and masks (so that "f*ck" and "fck" meet), and runs of 3 to 5 bytes inside a word and its borders, where a
// doubled letter counts once (so that "stupidddd" keeps most of "stupid"). Each is hashed into one of 2^slot_bits
// slots. Trainer and filter share this file: any change to it makes a new `features_version`.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "letters.hpp"

namespace moderato::civility {

inline constexpr std::uint32_t features_version = 3;
inline constexpr unsigned slot_bits = 18;
inline constexpr std::size_t slot_count = std::size_t{1} << slot_bits;

namespace detail {

// Odd constants with well-mixed bits: the golden ratio, and one of Pelle Evensen's.
inline constexpr std::uint64_t golden = 0x9e3779b97f4a7c15;
inline constexpr std::uint64_t mixer = 0xd6e8feb86659fd93;

constexpr std::uint32_t slot(std::uint64_t key) {
  return static_cast<std::uint32_t>((key * golden) >> (64 - slot_bits));
}

// Tells the kinds of features apart; runs of bytes use their length.
enum Kind : std::uint64_t { word = 11, pair = 12, skeleton = 13 };

constexpr std::uint64_t mix(std::uint64_t hash, char c) {
  hash = (hash ^ static_cast<unsigned char>(c)) * golden;
  return hash ^ (hash >> 29);
}

constexpr bool is_skipped(char c) {
  return is_vowel(c) || c == '*';
}

}  // namespace detail

// Calls each(slot) for every feature of one word, but for its pairs. Returns the word's hash, of which pairs are made.
template <class Each>
constexpr std::uint64_t for_each_feature_of_word(std::string_view word, Each each) {
  using detail::is_skipped, detail::mix, detail::slot;
  // The last bytes read, newest lowest; a word is read with the spaces around it.
  std::uint64_t window = ' ';
  std::uint64_t hash = detail::word;
  std::uint64_t bones = detail::skeleton;
  std::size_t bone_count = 0;
  char last = ' ';
  std::size_t length = 1;
  const auto look = [&](char c) {
    window = (window << 8) | static_cast<unsigned char>(c);
    ++length;
    if (length >= 3) each(slot((window & 0xffffff) | (std::uint64_t{3} << 40)));
    if (length >= 4) each(slot((window & 0xffffffff) | (std::uint64_t{4} << 40)));
    if (length >= 5) each(slot((window & 0xffffffffff) | (std::uint64_t{5} << 40)));
  };
  for (const char c : word) {
    if (c != last) {
      look(c);
      if (!is_skipped(c)) {
        bones = mix(bones, c);
        ++bone_count;
      }
    }
    hash = mix(hash, c);
    last = c;
  }
  look(' ');
  each(slot(hash));
  if (bone_count >= 2) each(slot(bones));
  return hash;
}

// The feature of two neighbours, from their hashes.
constexpr std::uint32_t pair_slot(std::uint64_t left, std::uint64_t right) {
  return detail::slot((left * detail::mixer ^ right) + detail::pair);
}

// Calls each(word, slot) for every feature, where `word` counts the words of `folded` from 0. `folded` is what
// text::Folder makes, or Reading::text. Linear; allocates nothing.
template <class Each>
constexpr void for_each_feature(std::string_view folded, Each each) {
  std::uint64_t previous = 0;
  std::size_t index = 0;
  for (std::size_t begin = 0; begin < folded.size(); ++index) {
    const std::size_t end = std::min(folded.find(' ', begin), folded.size());
    const std::uint64_t hash =
        for_each_feature_of_word(folded.substr(begin, end - begin), [&](std::uint32_t slot) { each(index, slot); });
    if (index > 0) each(index, pair_slot(previous, hash));
    previous = hash;
    begin = end + 1;
  }
}

}  // namespace moderato::civility
