#include "model.hpp"

#include <cmath>
#include <span>
#include <utility>

namespace moderato::civility {
namespace {

// Chosen on what was held out and on the sets that are never learned from, which all shares from .15 to .35 rank better
// than none. The excuse is what long comments with one insult need, and what clean ones stand.
constexpr double next_to_nothing = -5.3;  // the logit of TOXICITY below which no sentence is looked at: a score of .005
constexpr std::size_t fewest_words = 2;   // in a sentence that is judged alone
constexpr double share_of_worst = 0.25;   // of the logit
constexpr double excused_by_others = 1.5;  // the logit of the worst sentence counts in full but for this

// What the whole and its worst sentence weigh in the logit.
struct Shares {
  double whole = 1 - share_of_worst;
  double worst = share_of_worst;
  double more = 0;
};

Shares shares_of(double whole, double worst) {
  const double excused = worst - excused_by_others;
  if (excused > (1 - share_of_worst) * whole + share_of_worst * worst) return {0, 1, -excused_by_others};
  return {};
}

}  // namespace

Model::Model(Lexicon lexicon, Linear linear, Network network, const Calibration& calibration)
    : lexicon_(std::move(lexicon)),
      repair_(lexicon_),
      linear_(std::move(linear)),
      network_(std::move(network)),
      calibration_(calibration) {
  linear_.prepare(lexicon_);
}

PerAttribute Model::logits(const Reading::Part& part, Scratch& scratch) const {
  const PerAttribute letters = linear_.evidence(scratch.reading, part);
  const PerAttribute meaning =
      network_.evidence(std::span{scratch.reading.words}.subspan(part.first, part.size()), scratch.network);
  PerAttribute logits{};
  for (std::size_t a = 0; a < attribute_count; ++a)
    logits[a] = calibration_.linear[a] * letters[a] + calibration_.network[a] * meaning[a] + calibration_.intercept[a];
  return logits;
}

Model::Judgement Model::judge(Scratch& scratch) const {
  const Reading& reading = scratch.reading;
  Judgement judged;
  if (reading.words.empty()) return judged;
  linear_.fetch(reading.words);
  network_.fetch(reading.words);
  judged.whole = judged.worst = logits(reading.all(), scratch);
  if (reading.sentences.size() < 2 || judged.whole[0] < next_to_nothing) return judged;
  std::size_t sentences = 0;
  reading.each_sentence([&](const Reading::Part& part) { sentences += part.size() >= fewest_words ? 1 : 0; });
  if (sentences < 2) return judged;
  judged.worst.fill(nothing);
  reading.each_sentence([&](const Reading::Part& part) {
    if (part.size() < fewest_words) return;
    const PerAttribute sentence = logits(part, scratch);
    for (std::size_t a = 0; a < attribute_count; ++a) {
      if (sentence[a] <= judged.worst[a]) continue;
      judged.worst[a] = sentence[a];
      judged.where[a] = part;
    }
  });
  return judged;
}

PerAttribute Model::logits(const Judgement& judged) {
  PerAttribute both{};
  for (std::size_t a = 0; a < attribute_count; ++a) {
    const Shares shares = shares_of(judged.whole[a], judged.worst[a]);
    both[a] = shares.whole * judged.whole[a] + shares.worst * judged.worst[a] + shares.more;
  }
  return both;
}

PerAttribute Model::score(const Judgement& judged, const PerAttribute& added) {
  PerAttribute scores = logits(judged);
  for (std::size_t a = 0; a < attribute_count; ++a) scores[a] = 1 / (1 + std::exp(-(scores[a] + added[a])));
  return scores;
}

void Model::explain(const Reading::Part& part, std::size_t attribute, Scratch& scratch,
                    std::vector<float>& words) const {
  linear_.explain(scratch.reading, part, attribute, words);
  network_.explain(std::span{scratch.reading.words}.subspan(part.first, part.size()), attribute, scratch.network,
                   scratch.of_network);
  for (std::size_t i = 0; i < words.size(); ++i)
    words[i] = calibration_.linear[attribute] * words[i] + calibration_.network[attribute] * scratch.of_network[i];
}

void Model::explain(const Judgement& judged, std::size_t attribute, Scratch& scratch, std::vector<float>& words) const {
  explain(scratch.reading.all(), attribute, scratch, words);
  const auto& worst = judged.where[attribute];
  if (!worst) return;
  const Shares shares = shares_of(judged.whole[attribute], judged.worst[attribute]);
  for (float& word : words) word *= static_cast<float>(shares.whole);
  explain(*worst, attribute, scratch, scratch.of_sentence);
  for (std::size_t i = 0; i < worst->size(); ++i)
    words[worst->first + i] += static_cast<float>(shares.worst) * scratch.of_sentence[i];
}

}  // namespace moderato::civility
