// Names and numbers as all reports write them.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "cli/compare_perspective/comparison.hpp"

namespace moderato::cli {

[[nodiscard]] std::string attribute_name(std::size_t index);
[[nodiscard]] std::string decimals(double value, int digits);
// "0.0871": as many decimals as a threshold needs, four at least three of which count.
[[nodiscard]] std::string threshold_text(double value);
[[nodiscard]] std::string percent(std::size_t part, std::size_t whole);
[[nodiscard]] std::string coefficient(const std::optional<double>& value);
[[nodiscard]] std::string counted(std::size_t count, const std::string& one, const std::string& many);
// "TOXICITY 0.8, INSULT 0.7"; "" for none.
[[nodiscard]] std::string listed(const Thresholds& thresholds);

}  // namespace moderato::cli
