// What of a comment's text is compared: hashes of its short overlapping pieces ("grams").
//
// The text is folded first (see moderato/text/fold.hpp) and separators are dropped, so case, look-alike letters,
// invisible characters, punctuation and spacing make no difference. A gram is six symbols in a row; a letter is one
// symbol, a CJK character two. Gram hashes are keyed with the installation's secret: nobody outside can tell which
// grams a comment will be compared by. The grams with the lowest hashes are a fair sample of all of them, and the same
// grams are sampled from a copy (bottom-k sketch: Broder 1997; Cohen and Kaplan 2007).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "moderato/finding.hpp"
#include "moderato/text/fold.hpp"

namespace moderato::duplicate {

struct Gram {
  std::uint64_t hash = 0;
  std::uint32_t at = 0;  // its first symbol
};

// Reuse one object for many comments: after the first few it allocates nothing.
struct Fingerprint {
  std::vector<Gram> grams;          // ascending by hash, each hash once; at most `Reader::most_grams` of the lowest
  std::uint32_t symbols = 0;        // length of the text as compared
  std::uint64_t text_hash = 0;      // of all symbols: equal for texts that fold to the same
  std::vector<std::uint32_t> from;  // from[i]: where symbol i begins in folded.text; one more at the end
  text::Folded folded;
  std::vector<std::uint8_t> stream;  // the symbols
  std::vector<Gram> spare_grams;     // for sorting
  std::vector<std::uint32_t> spare_starts;

  // The bytes of the original text that gram covers.
  [[nodiscard]] Span span(const Gram& gram) const;
};

// Thread-safe: immutable after construction.
class Reader {
 public:
  static constexpr std::size_t gram_symbols = 6;
  static constexpr std::size_t most_grams = 512;

  // `secret`: 16 bytes, read here only.
  explicit Reader(const std::uint8_t* secret);

  // Reads `utf8` into `out`, replacing what was there. Lines that begin with '>' are left out, as someone else's words,
  // unless nothing else is there.
  void read(std::string_view utf8, Fingerprint& out) const;

  // Hashes of all grams of `utf8`, ascending. For texts that are quoted from.
  [[nodiscard]] std::vector<std::uint64_t> all_grams(std::string_view utf8) const;

  // A keyed hash of an identifier.
  [[nodiscard]] std::uint64_t name(std::string_view text, std::uint64_t more = 0) const;

 private:
  enum class Keep : std::uint8_t { own_words, words, all };  // without quoted lines and pictures; without pictures
  void symbols(std::string_view utf8, Keep keep, Fingerprint& out) const;
  template <class Each>
  void each_gram(const std::vector<std::uint8_t>& stream, Each each) const;

  std::uint64_t key_[2] = {};
  text::Folder folder_;
};

}  // namespace moderato::duplicate
