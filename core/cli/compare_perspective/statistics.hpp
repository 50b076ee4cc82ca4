// How well two series of scores of the same comments agree.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace moderato::cli {

// Pearson's coefficient of correlation; none for fewer than two pairs, or where one series never changes.
[[nodiscard]] std::optional<double> pearson(std::span<const double> a, std::span<const double> b);

// The same of the ranks (Spearman 1904). Equal values share the mean of their ranks.
[[nodiscard]] std::optional<double> spearman(std::span<const double> a, std::span<const double> b);

// Scores from the highest down.
class Ranked {
 public:
  explicit Ranked(std::vector<double> scores);

  [[nodiscard]] std::size_t size() const { return scores_.size(); }
  // How many reach the threshold.
  [[nodiscard]] std::size_t reach(double threshold) const;
  // A threshold that as nearly `count` reach as equal scores allow, half-way between the scores on its two sides. None
  // when that would be none of them: nothing is known up there.
  [[nodiscard]] std::optional<double> threshold_for(std::size_t count) const;

 private:
  std::vector<double> scores_;
};

}  // namespace moderato::cli
