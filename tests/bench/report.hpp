// What was measured, for people and for programs.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace moderato::bench {

struct Figure {
  std::string name;  // for programs
  double value = 0;
  std::string unit;
  std::optional<double> limit;  // what it is held against; absent where there is none
  bool more_is_better = true;
  std::string note;

  [[nodiscard]] bool holds() const { return !limit || (more_is_better ? value >= *limit : value <= *limit); }
};

// The value below which a `share` of them lie. `sorted`: ascending, not empty.
[[nodiscard]] inline double percentile(const std::vector<double>& sorted, double share) {
  return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
}

[[nodiscard]] std::string as_text(const std::vector<Figure>& figures, const std::string& heading);
[[nodiscard]] std::string as_json(const std::vector<Figure>& figures, const std::string& heading);

}  // namespace moderato::bench
