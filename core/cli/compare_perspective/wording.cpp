#include "cli/compare_perspective/wording.hpp"

#include <array>
#include <cmath>
#include <cstdio>

namespace moderato::cli {

std::string attribute_name(std::size_t index) {
  return std::string{perspective_attributes[index]};
}

std::string decimals(double value, int digits) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%.*f", digits, value);
  return text.data();
}

std::string threshold_text(double value) {
  int digits = 4;
  while (digits < 8 && std::abs(value) > 0 && value < std::pow(10, 2 - digits)) ++digits;
  std::string text = decimals(value, digits);
  while (text.ends_with('0')) text.pop_back();
  if (text.ends_with('.')) text.pop_back();
  return text;
}

std::string percent(std::size_t part, std::size_t whole) {
  if (whole == 0) return "-";
  return decimals(100 * static_cast<double>(part) / static_cast<double>(whole), 2) + " %";
}

std::string coefficient(const std::optional<double>& value) {
  return value ? decimals(*value, 2) : "-";
}

std::string counted(std::size_t count, const std::string& one, const std::string& many) {
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

std::string listed(const Thresholds& thresholds) {
  std::string text;
  for (std::size_t i = 0; i < attribute_count; ++i)
    if (thresholds[i])
      text +=
          (text.empty() ? "" : ", ") + std::string{perspective_attributes[i]} + " " + threshold_text(*thresholds[i]);
  return text;
}

}  // namespace moderato::cli
