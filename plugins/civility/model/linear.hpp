// The linear part of the model: one int8 weight per slot of features.hpp and attribute. Its evidence is the summed
// weights over the square root of the number of features, where strong evidence counts less than linearly: a few
// telling words in a short comment are not certainty.
// Immutable, so safe to use from any number of threads.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "attributes.hpp"
#include "lexicon.hpp"
#include "moderato/large_array.hpp"
#include "reading.hpp"

namespace moderato::civility {

class Linear {
 public:
  using Weights = std::array<std::int8_t, attribute_count>;  // of one slot
  using Units = std::array<float, attribute_count>;          // what a weight of 1 stands for

  // `weights` holds slot_count entries.
  Linear(const std::vector<Weights>& weights, const Units& units);

  // Adds up once what the features of each word of `lexicon` weigh, which is most of the work of `evidence`.
  void prepare(const Lexicon& lexicon);

  // Fetches what `evidence` will read of the words, so that other work can be done while it comes.
  void fetch(std::span<const Word> words) const;

  // soft(unit * s / sqrt(n)), where s is the sum of the weights of the n features of a part of what was read and
  // soft(x) is x / sqrt(1 + |x|); 0 when there are no words. `prepare` was called with the lexicon that it was read
  // with.
  [[nodiscard]] PerAttribute evidence(const Reading& reading, const Reading::Part& part) const;

  // What each word of the part adds to the evidence for `attribute`; they add up to it. Replaces `words`.
  void explain(const Reading& reading, const Reading::Part& part, std::size_t attribute,
               std::vector<float>& words) const;

  [[nodiscard]] std::vector<Weights> weights() const;
  [[nodiscard]] const Units& units() const { return units_; }

 private:
  // The weights of one slot, each plus 128, one byte each; the eighth is unused. Summed eight at a time in one
  // register.
  LargeArray<std::uint64_t> rows_;
  struct WordSum {
    std::array<std::int16_t, attribute_count + 1> sums{};  // of the weights; the last is how many features there are
    std::uint64_t hash = 0;
  };

  // Calls known(i, sum) for each word of the part, counted from 0, that the lexicon has, and other(i, slot) for each
  // feature of the others and of pairs; a pair counts for its second word.
  template <class Known, class Other>
  void look(const Reading& reading, const Reading::Part& part, Known known, Other other) const;

  std::vector<WordSum> words_;  // of the lexicon
  Units units_{};
};

}  // namespace moderato::civility
