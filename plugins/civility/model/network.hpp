// The part of the model that knows words by what they mean: word vectors, over which a convolution looks at one, two
// and three words at a time and keeps, per channel, what it saw most of (Kim 2014, "Convolutional Neural Networks for
// Sentence Classification").
//
// A window's value is a sum of one part per word, and that part depends on the word alone. So the parts of a word
// are computed when it first comes and then kept, and a comment costs only additions and comparisons of 16-bit numbers.
// Every machine computes the same bits.
//
// Safe to use from any number of threads: but for what is kept, it is immutable.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <span>
#include <vector>

#include "attributes.hpp"
#include "lexicon.hpp"
#include "moderato/large_array.hpp"

namespace moderato::civility {

class Network {
 public:
  static constexpr std::size_t widest = 3;     // words in a window; narrower ones are looked at too
  static constexpr std::size_t channels = 32;  // per width
  static constexpr std::size_t pooled = widest * channels;
  // A word's parts: for width 1, for the first and second place of width 2, and so on; `channels` numbers each.
  static constexpr std::size_t places = widest * (widest + 1) / 2;
  static constexpr std::size_t lanes = places * channels;
  static constexpr std::size_t dimensions = 96;  // of a word's vector

  using Row = std::array<float, 8>;  // of each attribute; the eighth is unused
  using Weights = std::array<Row, pooled>;
  using Pooled = std::array<float, pooled>;  // of each channel

  struct Parameters {
    std::vector<std::int8_t> vectors;  // `dimensions` per word of the lexicon, and then those of the unknown word
    std::vector<float> kernels;        // [dimensions][lanes], for vectors as they are stored
    std::array<float, pooled> offsets{};
    Weights weights{};
    std::array<float, attribute_count> intercepts{};
  };

  // The largest sum of parts that each channel saw, by width.
  using Channels = std::array<std::int16_t, channels>;
  using Largest = std::array<Channels, widest>;

  // What one call needs to write to; reuse one object per thread.
  struct Scratch {
    std::vector<const std::int16_t*> rows;       // per word, with empty ones around
    std::array<std::uint32_t, pooled> window{};  // where each channel's largest value was seen
  };

  explicit Network(Parameters parameters);

  // Fetches what `evidence` will read of these words, so that other work can be done while it comes.
  void fetch(std::span<const Word> words) const;

  // The logit of each attribute, not calibrated; 0 when there are no words.
  [[nodiscard]] PerAttribute evidence(std::span<const Word> words, Scratch& scratch) const;

  // What each word adds to the evidence for `attribute`, as far as words do: each channel's share goes to the words of
  // the window it comes from, by how much they raise it. Replaces `added`.
  void explain(std::span<const Word> words, std::size_t attribute, Scratch& scratch, std::vector<float>& added) const;

  [[nodiscard]] const Parameters& parameters() const { return parameters_; }

 private:
  [[nodiscard]] Largest look(std::span<const Word> words, Scratch& scratch) const;
  [[nodiscard]] Pooled pool(const Largest& found) const;
  void compute_parts(std::size_t vector, std::int16_t* parts) const;
  [[nodiscard]] const std::int16_t* parts_of(Word word) const;

  Parameters parameters_;
  std::size_t words_ = 0;              // in the lexicon
  std::vector<std::int16_t> unknown_;  // the parts of the unknown word
  std::vector<std::int16_t> nothing_;  // the parts of no word: zeros

  enum class State : std::uint8_t { missing, coming, here };
  mutable std::vector<std::atomic<State>> states_;  // of the words' parts
  mutable LargeArray<std::int16_t> parts_;          // a word's are written once, by who made it `coming`
};

}  // namespace moderato::civility
