#include "config/report.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace moderato {
namespace {

auto order(const Problem& problem) {
  return std::tie(problem.line, problem.column, problem.message);
}

}  // namespace

Problems Report::take() {
  const auto before = [](const Problem& a, const Problem& b) { return order(a) < order(b); };
  const auto same = [](const Problem& a, const Problem& b) { return order(a) == order(b); };
  std::ranges::sort(problems_, before);
  problems_.erase(std::unique(problems_.begin(), problems_.end(), same), problems_.end());
  return std::exchange(problems_, {});
}

}  // namespace moderato
