#include "learn_linear.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "model/features.hpp"

namespace moderato::civility {
namespace {

constexpr int epochs = 4;
constexpr float step = 0.1F;
constexpr float first_squares = 1e-3F;  // keeps the first steps of a rare feature small
constexpr float source_share = 0.3F;    // of what an intercept per source would explain

using Row = std::array<float, 8>;  // seven attributes and one lane to spare

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

Linear quantised(const std::vector<Learned>& learned) {
  Row largest{};
  for (const Learned& each : learned)
    for (std::size_t a = 0; a < attribute_count; ++a) largest[a] = std::max(largest[a], std::abs(each.value[a]));
  std::vector<Linear::Weights> weights(learned.size());
  Linear::Units units{};
  for (std::size_t a = 0; a < attribute_count; ++a) {
    units[a] = largest[a] > 0 ? largest[a] / 127.F : 1.F;
    for (std::size_t slot = 0; slot < learned.size(); ++slot)
      weights[slot][a] = static_cast<std::int8_t>(std::lround(learned[slot].value[a] / units[a]));
  }
  return Linear{weights, units};
}

}  // namespace

Linear learn_linear(const Lessons& lessons, Random& random) {
  std::vector<std::size_t> order(lessons.all.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::vector<Learned> learned(slot_count);
  std::vector<Learned> of_source(lessons.importance.size());
  Learned common;
  for (int epoch = 0; epoch < epochs; ++epoch) {
    for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[below(random, i)]);
    for (const std::size_t at : order) {
      const Lesson& each = lessons.all[at];
      Row sum{};
      for (const std::uint32_t slot : each.slots)
        for (std::size_t k = 0; k < sum.size(); ++k) sum[k] += learned[slot].value[k];
      const float scale = 1.F / std::sqrt(static_cast<float>(each.slots.size()));
      Row gradient{};
      for (std::size_t a = 0; a < attribute_count; ++a) {
        if (each.labels[a] == Label::unknown) continue;
        const float logit = sum[a] * scale + common.value[a] + source_share * of_source[each.source].value[a];
        gradient[a] =
            lessons.importance[each.source][a] * (chance_of(logit) - (each.labels[a] == Label::yes ? 1.F : 0.F));
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
