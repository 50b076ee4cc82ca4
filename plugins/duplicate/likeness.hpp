// How alike two texts are, by samples of their features.
#pragma once

#include <vector>

#include "entry.hpp"
#include "fingerprint.hpp"
#include "records.hpp"

namespace moderato::duplicate {

[[nodiscard]] constexpr std::uint8_t tag_of(std::uint64_t hash) {
  return static_cast<std::uint8_t>(hash);
}

// Which of a text's features is the first to have a tag.
class TagPlaces {
 public:
  static constexpr std::uint16_t none = 0xffff;

  explicit TagPlaces(const Fingerprint& text);
  [[nodiscard]] std::uint16_t first(std::uint8_t tag) const { return first_[tag]; }

 private:
  std::array<std::uint16_t, 256> first_;
};

// A first look, by what is in memory: 0..1. `anchored` of the entry's anchors, which are at most `anchors`, are in the
// text, whose tags are at `places`.
[[nodiscard]] double first_likeness(const Fingerprint& text, const TagPlaces& places, const Entry& entry,
                                    std::size_t anchors, double anchored);

struct Likeness {
  double similarity = 0;  // 0..1
  double features = 0;    // in the shorter of the two texts, about
};
// A second one, by the record. `text` must have all its features up to the record's bound, or all that are kept of it.
[[nodiscard]] Likeness likeness(const Fingerprint& text, const Record& record);

// The 16 bits of a hash that a record keeps: those below the leading zeros of its bound.
[[nodiscard]] constexpr std::uint16_t kept_bits(std::uint64_t hash, std::uint64_t bound) {
  return static_cast<std::uint16_t>((hash << static_cast<unsigned>(std::countl_zero(bound | 1U))) >> 48U);
}

// Where the text has what the original has: joins shared features that lie about as close as samples do.
[[nodiscard]] std::vector<Span> shared_spans(const Reader& reader, std::string_view utf8, Fingerprint& text,
                                             const Record& record);

}  // namespace moderato::duplicate
