#include "cli/compare_perspective/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <utility>

namespace moderato::cli {
namespace {

double mean(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

std::vector<double> ranks_of(std::span<const double> values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t i) { return values[i]; });
  std::vector<double> ranks(values.size());
  for (std::size_t begin = 0; begin < order.size();) {
    std::size_t end = begin;
    while (end < order.size() && values[order[end]] == values[order[begin]]) ++end;
    const double shared = static_cast<double>(begin + end - 1) / 2;
    for (; begin < end; ++begin) ranks[order[begin]] = shared;
  }
  return ranks;
}

}  // namespace

std::optional<double> pearson(std::span<const double> a, std::span<const double> b) {
  if (a.size() != b.size() || a.size() < 2) return std::nullopt;
  const double mean_a = mean(a);
  const double mean_b = mean(b);
  double together = 0;
  double of_a = 0;
  double of_b = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    together += (a[i] - mean_a) * (b[i] - mean_b);
    of_a += (a[i] - mean_a) * (a[i] - mean_a);
    of_b += (b[i] - mean_b) * (b[i] - mean_b);
  }
  // The mean of equal numbers may miss them by a rounding error.
  constexpr double nothing = 1e-20;
  if (of_a <= nothing || of_b <= nothing) return std::nullopt;
  return std::clamp(together / std::sqrt(of_a * of_b), -1.0, 1.0);
}

std::optional<double> spearman(std::span<const double> a, std::span<const double> b) {
  if (a.size() != b.size()) return std::nullopt;
  return pearson(ranks_of(a), ranks_of(b));
}

Ranked::Ranked(std::vector<double> scores) : scores_(std::move(scores)) {
  std::ranges::sort(scores_, std::greater<>{});
}

std::size_t Ranked::reach(double threshold) const {
  return static_cast<std::size_t>(
      std::ranges::partition_point(scores_, [&](double score) { return score >= threshold; }) - scores_.begin());
}

std::optional<double> Ranked::threshold_for(std::size_t count) const {
  count = std::min(count, scores_.size());
  if (count == 0) return std::nullopt;
  // Equal scores fall on one side together: on that which leaves the count nearer.
  const double edge = scores_[count - 1];
  const std::size_t with = reach(edge);
  const auto without = static_cast<std::size_t>(
      std::ranges::partition_point(scores_, [&](double score) { return score > edge; }) - scores_.begin());
  const std::size_t chosen = without > 0 && count - without < with - count ? without : with;
  if (chosen == scores_.size()) return scores_.back();
  return std::midpoint(scores_[chosen - 1], scores_[chosen]);
}

}  // namespace moderato::cli
