#include "model.hpp"

#include <cmath>
#include <utility>

namespace moderato::civility {

Model::Model(Lexicon lexicon, Linear linear, Network network, const Calibration& calibration)
    : lexicon_(std::move(lexicon)),
      repair_(lexicon_),
      linear_(std::move(linear)),
      network_(std::move(network)),
      calibration_(calibration) {
  linear_.prepare(lexicon_);
}

PerAttribute Model::logits(Scratch& scratch) const {
  linear_.fetch(scratch.reading.words);
  network_.fetch(scratch.reading.words);
  const PerAttribute letters = linear_.evidence(scratch.reading);
  const PerAttribute meaning = network_.evidence(scratch.reading.words, scratch.network);
  PerAttribute logits{};
  for (std::size_t a = 0; a < attribute_count; ++a)
    logits[a] = calibration_.linear[a] * letters[a] + calibration_.network[a] * meaning[a] + calibration_.intercept[a];
  return logits;
}

PerAttribute Model::score(Scratch& scratch, const PerAttribute& added) const {
  if (scratch.reading.words.empty()) return {};
  PerAttribute scores = logits(scratch);
  for (std::size_t a = 0; a < attribute_count; ++a) scores[a] = 1 / (1 + std::exp(-(scores[a] + added[a])));
  return scores;
}

void Model::explain(std::size_t attribute, Scratch& scratch, std::vector<float>& words) const {
  linear_.explain(scratch.reading, attribute, words);
  network_.explain(scratch.reading.words, attribute, scratch.network, scratch.of_network);
  for (std::size_t i = 0; i < words.size(); ++i)
    words[i] = calibration_.linear[attribute] * words[i] + calibration_.network[attribute] * scratch.of_network[i];
}

}  // namespace moderato::civility
