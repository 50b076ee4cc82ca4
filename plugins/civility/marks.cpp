#include "marks.hpp"

#include <algorithm>
#include <functional>

namespace moderato::civility {
namespace {

constexpr std::size_t most_spans = 5;
constexpr float least_share = 1.F / 3;  // of the heaviest word

// Adds what the site's own words added to the words that they are.
void add_vocabulary(std::size_t attribute, Scratch& scratch) {
  for (const Adjustment::Match& match : scratch.adjustment.matches) {
    const auto [first, last] = scratch.model.reading.words_in({match.begin, match.end});
    for (std::size_t i = first; i < last; ++i)
      scratch.weights[i] += static_cast<float>(match.amount[attribute] / static_cast<double>(last - first));
  }
}

// The weight that a word must have to be marked.
float least_weight(const std::vector<float>& weights) {
  float least = 1e-6F;
  if (const auto most = std::max_element(weights.begin(), weights.end()); most != weights.end())
    least = std::max(least, *most * least_share);
  if (weights.size() > most_spans) {
    std::vector<float> sorted = weights;
    std::nth_element(sorted.begin(), sorted.begin() + (most_spans - 1), sorted.end(), std::greater<>{});
    least = std::max(least, sorted[most_spans - 1]);
  }
  return least;
}

}  // namespace

Marks mark(const Model& model, std::size_t attribute, Scratch& scratch) {
  model.explain(scratch.judged, attribute, scratch.model, scratch.weights);
  add_vocabulary(attribute, scratch);
  const float least = least_weight(scratch.weights);
  Marks marked;
  bool joined = false;
  for (std::size_t i = 0; i < scratch.weights.size(); ++i) {
    const bool counts = scratch.weights[i] >= least && (joined || marked.spans.size() < most_spans);
    if (counts) {
      const Reading::Place place = scratch.model.reading.places[i];
      const Span span = scratch.folded.original(place.begin, place.end);
      if (joined) {
        marked.spans.back().end = span.end;
        marked.weights.back() += scratch.weights[i];
      } else {
        marked.spans.push_back(span);
        marked.weights.push_back(scratch.weights[i]);
      }
    }
    joined = counts;
  }
  return marked;
}

}  // namespace moderato::civility
