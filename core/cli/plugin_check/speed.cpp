#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "cli/plugin_check/checks.hpp"

namespace moderato::cli::plugin_check {
namespace {

using Clock = std::chrono::steady_clock;
using Microseconds = std::chrono::duration<double, std::micro>;

std::string three_digits(double microseconds) {
  std::array<char, 32> text{};
  if (microseconds < 1'000)
    std::snprintf(text.data(), text.size(), "%.3g us", microseconds);
  else
    std::snprintf(text.data(), text.size(), "%.3g ms", microseconds / 1'000);
  return text.data();
}

double quantile(const std::vector<double>& sorted, double q) {
  return sorted[static_cast<std::size_t>(q * static_cast<double>(sorted.size() - 1))];
}

}  // namespace

Outcome check_speed(const Workbench& bench) {
  constexpr std::size_t passes = 5;
  const Trial& trial = bench.trial();
  std::vector<std::size_t> typical;
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < trial.comments.size(); ++i) {
    if (!trial.comments[i].typical) continue;
    typical.push_back(i);
    bytes += trial.comments[i].frame.text.size();
  }
  const auto subject = bench.create();
  for (const std::size_t i : typical) (void)subject->check(i);  // caches are warm
  std::vector<double> times;
  for (std::size_t pass = 0; pass < passes; ++pass)
    for (const std::size_t i : typical) {
      const auto begin = Clock::now();
      const Answer answer = subject->check(i);
      times.push_back(Microseconds{Clock::now() - begin}.count());
    }
  std::ranges::sort(times);
  double sum = 0;
  for (const double time : times) sum += time;
  const double p50 = quantile(times, 0.5);
  const double p99 = quantile(times, 0.99);
  const double per_second = static_cast<double>(times.size()) / sum * 1e6;
  const auto budget = static_cast<double>(trial.budget.count());

  Outcome outcome;
  const std::string found = std::to_string(std::llround(per_second)) + " comments/s on one thread (" +
                            std::to_string(bytes / typical.size()) + " bytes each): half within " + three_digits(p50) +
                            ", 99 % within " + three_digits(p99) + ", the longest " + three_digits(times.back());
  if (p99 > budget)
    outcome.lines.push_back({"speed", State::warning, "slow: " + found,
                             "within " + three_digits(budget) + " (budget_ms)",
                             "do less for a comment, or give it a larger budget_ms where that is right"});
  else
    outcome.lines.push_back(ok("speed", found + "; budget " + three_digits(budget)));
  outcome.facts["speed"] = {{"comments_per_second", per_second},
                            {"p50_us", p50},
                            {"p99_us", p99},
                            {"max_us", times.back()},
                            {"budget_us", budget}};
  return outcome;
}

}  // namespace moderato::cli::plugin_check
