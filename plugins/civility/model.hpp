// The linear model: one int8 weight per slot and attribute, in one checksummed file. The score of an attribute is the
// logistic of its evidence (the summed weights over the square root of the number of features), calibrated when it was
// trained. Strong evidence counts less than linearly: a few telling words in a short comment are not certainty.
// Immutable after loading, so safe to use from any number of threads.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string_view>
#include <vector>

#include "attributes.hpp"
#include "moderato/large_array.hpp"

namespace moderato::civility {

class Model {
 public:
  using Weights = std::array<std::int8_t, attribute_count>;  // of one slot

  // What turns the summed weights s of n features into a logit: slope * soft(unit * s / sqrt(n)) + intercept.
  struct Calibration {
    std::array<float, attribute_count> unit{};
    std::array<float, attribute_count> slope{};
    std::array<float, attribute_count> intercept{};
  };

  // `weights` holds slot_count entries.
  Model(const std::vector<Weights>& weights, const Calibration& calibration);

  // Throws std::runtime_error with a sentence that says what is wrong with the file.
  static Model load(const std::filesystem::path& file);
  // Throws std::runtime_error when it can't be written.
  void save(const std::filesystem::path& file) const;

  // Scores between 0 and 1; all 0 for an empty text. `folded` is what text::Folder makes.
  [[nodiscard]] PerAttribute score(std::string_view folded) const;

  // soft(unit * s / sqrt(n)), where soft(x) = x / sqrt(1 + |x|).
  [[nodiscard]] PerAttribute evidence(std::string_view folded) const;

  // What each word of `folded` adds to the sum of `attribute`; replaces `words`.
  void explain(std::string_view folded, std::size_t attribute, std::vector<std::int32_t>& words) const;

  [[nodiscard]] const Calibration& calibration() const { return calibration_; }
  void calibrate(const Calibration& calibration) { calibration_ = calibration; }

 private:
  // The weights of one slot, each plus 128, one byte each; the eighth is unused. Summed eight at a time in one
  // register.
  LargeArray<std::uint64_t> rows_;
  Calibration calibration_;
};

}  // namespace moderato::civility
