// One picture of the daemon, drawn from two answers to `stats`.
#pragma once

#include <boost/json.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "cli/terminal.hpp"

namespace moderato::cli {

struct TopLine {
  std::string text;
  Colour colour = Colour::none;
};

struct TopSample {
  boost::json::object stats;  // with buckets
  double at = 0;              // seconds, from any time on
};

// What is told as "/s", and the times, are of the time between both; without `before`, of all since the daemon started.
// `width` in characters: lines are cut to it. What can't be read in an answer is drawn as 0.
[[nodiscard]] std::vector<TopLine> top_frame(const TopSample& now, const std::optional<TopSample>& before,
                                             std::size_t width);

}  // namespace moderato::cli
