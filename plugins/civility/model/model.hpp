// The model: how much a text has of each attribute. Two parts judge it, a linear one that sees letters and a network
// that knows words by their meaning; their evidence is added up and calibrated to a score. Where that is not next to
// nothing, a text of several sentences is judged by its worst one as well: both parts dilute one insult among many kind
// words. They ship in one checksummed file, which only the code it was trained for reads.
// Immutable after loading, so safe to use from any number of threads.
#pragma once

#include <array>
#include <limits>
#include <optional>
#include <string_view>
#include <vector>

#include "attributes.hpp"
#include "lexicon.hpp"
#include "linear.hpp"
#include "network.hpp"
#include "reading.hpp"
#include "repair.hpp"

namespace moderato::civility {

// What turns the evidence of the two parts into a score: the logistic of
// linear * (the linear part's) + network * (the network's) + intercept.
struct Calibration {
  std::array<float, attribute_count> linear{};
  std::array<float, attribute_count> network{};
  std::array<float, attribute_count> intercept{};
};

class Model {
 public:
  static constexpr double nothing = -std::numeric_limits<double>::infinity();  // the logit of a score of 0

  // What one call needs to write to; reuse one object per thread.
  struct Scratch {
    Reading reading;
    Network::Scratch network;
    std::vector<float> of_network;
    std::vector<float> of_sentence;
  };

  // What a text has of each attribute, as logits: as a whole, and in the sentence that has most of it.
  struct Judgement {
    PerAttribute whole = all_nothing();
    PerAttribute worst = all_nothing();                               // the whole's, where no sentence is judged alone
    std::array<std::optional<Reading::Part>, attribute_count> where;  // that sentence

   private:
    static constexpr PerAttribute all_nothing() {
      PerAttribute each{};
      each.fill(nothing);
      return each;
    }
  };

  Model(Lexicon lexicon, Linear linear, Network network, const Calibration& calibration);

  // Reads a text into scratch.reading; `folded` was made of `original`.
  void read(std::string_view original, const text::Folded& folded, Scratch& scratch) const {
    civility::read(lexicon_, repair_, original, folded, scratch.reading);
  }

  // Judges what was read.
  [[nodiscard]] Judgement judge(Scratch& scratch) const;

  // The logits that count: those of the whole, the worst sentence taken into account.
  [[nodiscard]] static PerAttribute logits(const Judgement& judged);

  // Scores between 0 and 1; all 0 when there are no words. `added` is added to the logits.
  [[nodiscard]] static PerAttribute score(const Judgement& judged, const PerAttribute& added = {});

  // What each word that was read, and judged so, adds to the logit of `attribute`, as far as words do; replaces
  // `words`.
  void explain(const Judgement& judged, std::size_t attribute, Scratch& scratch, std::vector<float>& words) const;

  [[nodiscard]] const Lexicon& lexicon() const { return lexicon_; }
  [[nodiscard]] const Repair& repair() const { return repair_; }
  [[nodiscard]] const Linear& linear() const { return linear_; }
  [[nodiscard]] const Network& network() const { return network_; }
  [[nodiscard]] const Calibration& calibration() const { return calibration_; }
  void calibrate(const Calibration& calibration) { calibration_ = calibration; }

 private:
  [[nodiscard]] PerAttribute logits(const Reading::Part& part, Scratch& scratch) const;
  void explain(const Reading::Part& part, std::size_t attribute, Scratch& scratch, std::vector<float>& words) const;

  Lexicon lexicon_;
  Repair repair_;
  Linear linear_;
  Network network_;
  Calibration calibration_;
};

}  // namespace moderato::civility
