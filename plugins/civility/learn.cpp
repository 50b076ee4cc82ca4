#include "learn.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <string>

#include "features.hpp"

namespace moderato::civility {
namespace {

constexpr int epochs = 4;
constexpr float step = 0.1F;
constexpr float first_squares = 1e-3F;  // keeps the first steps of a rare feature small
constexpr float source_share = 0.3F;    // of what an intercept per source would explain
constexpr double disguised_share = 0.5;

using Row = std::array<float, 8>;  // seven attributes and one lane to spare

struct Lesson {
  std::vector<std::uint32_t> slots;
  std::array<Label, attribute_count> labels{};
  std::size_t source = 0;
};

bool is_vowel(char c) {
  return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

// Uniform enough for this; std::uniform_int_distribution differs between standard libraries.
std::size_t below(std::mt19937_64& random, std::size_t limit) {
  return static_cast<std::size_t>(random() % limit);
}

std::string disguised_word(std::string word, std::mt19937_64& random) {
  const bool ascii = std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  if (!ascii || word.size() < 3) return word;
  switch (below(random, 4)) {
    case 0:
      std::replace_if(word.begin() + 1, word.end(), is_vowel, '*');
      return word;
    case 1:
      word.erase(std::remove_if(word.begin() + 1, word.end(), is_vowel), word.end());
      return word;
    case 2: {
      const std::size_t at = below(random, word.size());
      const bool doubled = (at > 0 && word[at - 1] == word[at]) || (at + 1 < word.size() && word[at + 1] == word[at]);
      if (!doubled) word.insert(at, 1, word[at]);
      return word;
    }
    default:
      word[1 + below(random, word.size() - 1)] = '*';
      return word;
  }
}

std::string disguised(const std::string& folded, std::mt19937_64& random) {
  std::string text;
  for (std::size_t begin = 0; begin < folded.size();) {
    const std::size_t end = std::min(folded.find(' ', begin), folded.size());
    std::string word = folded.substr(begin, end - begin);
    if (!text.empty()) text += ' ';
    text += below(random, 100) < 40 ? disguised_word(std::move(word), random) : word;
    begin = end + 1;
  }
  return text;
}

Lesson lesson(const Example& example, const std::string& folded) {
  Lesson made{{}, example.labels, example.source};
  for_each_feature(folded, [&](std::size_t, std::uint32_t slot) { made.slots.push_back(slot); });
  return made;
}

std::vector<Lesson> lessons(const Dataset& dataset, std::mt19937_64& random) {
  std::vector<Lesson> all;
  for (const Example& example : dataset.examples) {
    const bool labelled =
        std::any_of(example.labels.begin(), example.labels.end(), [](Label label) { return label != Label::unknown; });
    if (example.held_out || !labelled) continue;
    all.push_back(lesson(example, example.folded));
    if (static_cast<double>(random() % 1000) < 1000 * disguised_share)
      all.push_back(lesson(example, disguised(example.folded, random)));
  }
  return all;
}

// One over the fourth root of how many rows of a source know an attribute, against 5,000; at most 8.
std::vector<Row> source_weights(const std::vector<Lesson>& all, std::size_t sources) {
  std::vector<Row> weights(sources, Row{});
  for (const Lesson& each : all)
    for (std::size_t a = 0; a < attribute_count; ++a)
      weights[each.source][a] += each.labels[a] != Label::unknown ? 1.F : 0.F;
  for (Row& row : weights)
    for (float& value : row) value = std::min(8.F, 1.F / std::sqrt(std::sqrt(std::max(1.F, value) / 5000.F)));
  return weights;
}

// One learned number per attribute with AdaGrad's sum of squared gradients beside it.
struct Learned {
  Row value{};
  Row squares{};

  void move(const Row& gradient, float by, float smallest) {
    for (std::size_t k = 0; k < gradient.size(); ++k) {
      squares[k] += gradient[k] * gradient[k];
      value[k] -= by * gradient[k] / std::sqrt(smallest + squares[k]);
    }
  }
};

Model quantised(const std::vector<Learned>& learned) {
  Row largest{};
  for (const Learned& each : learned)
    for (std::size_t a = 0; a < attribute_count; ++a) largest[a] = std::max(largest[a], std::abs(each.value[a]));
  std::vector<Model::Weights> weights(learned.size());
  Model::Calibration calibration;
  for (std::size_t a = 0; a < attribute_count; ++a) {
    const float unit = largest[a] > 0 ? largest[a] / 127.F : 1.F;
    calibration.unit[a] = unit;
    calibration.slope[a] = 1.F;
    for (std::size_t slot = 0; slot < learned.size(); ++slot)
      weights[slot][a] = static_cast<std::int8_t>(std::lround(learned[slot].value[a] / unit));
  }
  return Model{weights, calibration};
}

}  // namespace

double exact_exp(double x) {
  constexpr double ln2 = 0.693147180559945309417;
  x = std::clamp(x, -700.0, 700.0);
  const double power = std::floor(x / ln2 + 0.5);
  const double rest = x - power * ln2;
  double sum = 1;
  for (int n = 13; n > 0; --n) sum = 1 + sum * rest / n;  // Taylor; |rest| < 0.35
  return std::ldexp(sum, static_cast<int>(power));
}

Model learn(const Dataset& dataset) {
  std::mt19937_64 random{20260101};
  std::vector<Lesson> all = lessons(dataset, random);
  const std::vector<Row> importance = source_weights(all, dataset.sources.size());
  std::vector<Learned> learned(slot_count);
  std::vector<Learned> of_source(dataset.sources.size());
  Learned common;
  for (int epoch = 0; epoch < epochs; ++epoch) {
    for (std::size_t i = all.size(); i > 1; --i) std::swap(all[i - 1], all[below(random, i)]);
    for (const Lesson& each : all) {
      Row sum{};
      for (const std::uint32_t slot : each.slots)
        for (std::size_t k = 0; k < sum.size(); ++k) sum[k] += learned[slot].value[k];
      const float scale = 1.F / std::sqrt(static_cast<float>(each.slots.size()));
      Row gradient{};
      for (std::size_t a = 0; a < attribute_count; ++a) {
        if (each.labels[a] == Label::unknown) continue;
        const float logit = sum[a] * scale + common.value[a] + source_share * of_source[each.source].value[a];
        const auto chance = static_cast<float>(1 / (1 + exact_exp(-static_cast<double>(logit))));
        gradient[a] = importance[each.source][a] * (chance - (each.labels[a] == Label::yes ? 1.F : 0.F));
      }
      common.move(gradient, step, 1.F);
      of_source[each.source].move(gradient, step, 1.F);
      for (float& value : gradient) value *= scale;
      for (const std::uint32_t slot : each.slots) learned[slot].move(gradient, step, first_squares);
    }
  }
  return quantised(learned);
}

}  // namespace moderato::civility
