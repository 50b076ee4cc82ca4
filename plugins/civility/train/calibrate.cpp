#include "calibrate.hpp"

#include <cmath>
#include <iomanip>
#include <ostream>
#include <vector>

#include "lessons.hpp"
#include "logistic.hpp"

namespace moderato::civility {
namespace {

// How common each attribute is taken to be among comments as they come in: TOXICITY 3 % (1 % on Wikipedia's talk pages,
// more under the news), the others in the proportion of their labels in Jigsaw's 2018 training set (15,294 toxic, 1,595
// severe, 7,877 insults, 8,449 obscene, 1,405 identity attacks, 478 threats); SEXUALLY_EXPLICIT is not labelled there
// and taken for as common as an identity attack.
constexpr PerAttribute prevalence{0.03, 0.003, 0.015, 0.0165, 0.003, 0.001, 0.003};

// Comments on pages and articles; tweets, messages to bots and made-up sentences are left out.
bool is_comment_source(std::string_view name) {
  if (name == "jigsaw_toxifr_fr") return false;  // machine-translated
  for (const std::string_view prefix : {"jigsaw_", "civil_comments_", "perspective2k_", "wiki_context_cat"})
    if (name.starts_with(prefix)) return true;
  return false;
}

struct Judged {
  const Example* example = nullptr;
  PerAttribute letters{};
  PerAttribute meaning{};
};

std::vector<Judged> judge(const Model& model, const Dataset& dataset) {
  std::vector<Judged> judged;
  LessonReader reader{model.lexicon()};
  Network::Scratch scratch;
  for (const Example& example : dataset.examples) {
    if (!example.held_out || !is_comment_source(dataset.sources[example.source])) continue;
    const Reading& reading = reader.read(example.text);
    judged.push_back(
        {&example, model.linear().evidence(reading, reading.all()), model.network().evidence(reading.words, scratch)});
  }
  return judged;
}

double deviation(const std::vector<Judged>& judged, PerAttribute Judged::*part, std::size_t attribute) {
  double sum = 0;
  double squares = 0;
  for (const Judged& each : judged) {
    const double value = (each.*part)[attribute];
    sum += value;
    squares += value * value;
  }
  const auto count = static_cast<double>(judged.size());
  return std::sqrt(std::max(squares / count - sum / count * (sum / count), 1e-12));
}

}  // namespace

void calibrate(Model& model, const Dataset& dataset, std::ostream& out) {
  const std::vector<Judged> judged = judge(model, dataset);
  Calibration calibration;
  for (std::size_t a = 0; a < attribute_count; ++a) {
    const double linear = 1 / deviation(judged, &Judged::letters, a);
    const double network = 1 / deviation(judged, &Judged::meaning, a);
    std::vector<Scored> scored;
    double positives = 0;
    for (const Judged& each : judged) {
      const auto& labels = each.example->labels;
      const bool positive = labels[a] == Label::yes;
      const bool negative = !positive && (labels[a] == Label::no || labels[0] == Label::no);
      if (!negative && !positive) continue;
      positives += positive ? 1 : 0;
      scored.push_back({linear * each.letters[a] + network * each.meaning[a], positive});
    }
    const double negatives = static_cast<double>(scored.size()) - positives;
    for (Scored& each : scored)
      if (each.positive) each.weight = negatives * prevalence[a] / (1 - prevalence[a]) / positives;
    const Line line = fit_logistic(scored);
    calibration.linear[a] = static_cast<float>(line.slope * linear);
    calibration.network[a] = static_cast<float>(line.slope * network);
    calibration.intercept[a] = static_cast<float>(line.intercept);
    out << std::left << std::setw(20) << attributes[a] << std::right << "calibrated on " << std::setw(5) << positives
        << " with it and " << negatives << " without\n";
  }
  model.calibrate(calibration);
}

}  // namespace moderato::civility
