// civility-train: learns civility.model from labelled comments, or measures it. See scripts/train-civility.
#include <cmath>
#include <exception>
#include <iomanip>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "dataset.hpp"
#include "learn.hpp"
#include "measure.hpp"
#include "model.hpp"
#include "report.hpp"

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

// Fits each attribute's logistic on held-out comments of pages and articles: the attribute's positives, weighted to its
// prevalence, against what is labelled not to have it or not to be toxic at all (nine tenths of it at natural
// prevalence).
void calibrate(Model& model, const Dataset& dataset) {
  Model::Calibration calibration = model.calibration();
  for (std::size_t a = 0; a < attribute_count; ++a) {
    std::vector<Scored> scored;
    double positives = 0;
    for (const Example& example : dataset.examples) {
      if (!example.held_out || !is_comment_source(dataset.sources[example.source])) continue;
      const bool positive = example.labels[a] == Label::yes;
      const bool negative = !positive && (example.labels[a] == Label::no || example.labels[0] == Label::no);
      if (!negative && !positive) continue;
      positives += positive ? 1 : 0;
      scored.push_back({model.evidence(example.folded)[a], positive});
    }
    const double negatives = static_cast<double>(scored.size()) - positives;
    for (Scored& each : scored)
      if (each.positive) each.weight = negatives * prevalence[a] / (1 - prevalence[a]) / positives;
    const Line line = fit_logistic(scored);
    std::cout << std::left << std::setw(20) << attributes[a] << std::right << "calibrated on " << std::setw(5)
              << positives << " with it and " << negatives << " without: slope " << std::fixed << std::setprecision(3)
              << line.slope << ", intercept " << line.intercept << '\n'
              << std::defaultfloat << std::setprecision(6);
    calibration.slope[a] = static_cast<float>(line.slope);
    calibration.intercept[a] = static_cast<float>(line.intercept);
  }
  model.calibrate(calibration);
}

int train(const std::string& data, const std::string& file) {
  const Dataset dataset = read_dataset(std::filesystem::path{data} / "train");
  std::cout << dataset.examples.size() << " comments from " << dataset.sources.size() << " sources\n";
  Model model = learn(dataset);
  calibrate(model, dataset);
  model.save(file);
  std::cout << "\nHeld-out comments (not learned from):\n";
  report(std::cout, model, dataset, Rows::held_out);
  std::cout << "\nWrote " << file << '\n';
  return 0;
}

int evaluate(const std::string& data, const std::string& file) {
  const Model model = Model::load(file);
  std::cout << "Held-out comments (not learned from):\n";
  report(std::cout, model, read_dataset(std::filesystem::path{data} / "train"), Rows::held_out);
  const auto others = std::filesystem::path{data} / "evaluate_only";
  if (std::filesystem::is_directory(others)) {
    std::cout << "\nOther sets (nothing in them was learned from, but obfuscation_dev disguises some that were):\n";
    report(std::cout, model, read_dataset(others), Rows::all);
  }
  return 0;
}

}  // namespace
}  // namespace moderato::civility

int main(int count, char** values) {
  const std::vector<std::string> arguments{values + 1, values + count};
  try {
    if (arguments.size() == 2) return moderato::civility::train(arguments[0], arguments[1]);
    if (arguments.size() == 3 && arguments[0] == "--evaluate")
      return moderato::civility::evaluate(arguments[1], arguments[2]);
  } catch (const std::exception& error) {
    std::cerr << "civility-train: " << error.what() << '\n';
    return 1;
  }
  std::cerr << "usage: civility-train DATA_DIR MODEL              learn from DATA_DIR/train and write MODEL\n"
               "       civility-train --evaluate DATA_DIR MODEL   measure MODEL on DATA_DIR\n";
  return 64;
}
