// What the configuration tests are written in.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "config/load.hpp"
#include "config/option_table.hpp"
#include "support/case_name.hpp"

namespace moderato::config_test {

inline constexpr std::string_view file = "etc/moderato.toml";

// "3:9: message" for each problem; "0:0: message" for one without a place.
inline std::vector<std::string> lines_of(const Problems& problems) {
  std::vector<std::string> out;
  for (const Problem& problem : problems) {
    EXPECT_EQ(problem.file, file);
    out.push_back(std::to_string(problem.line) + ":" + std::to_string(problem.column) + ": " + problem.message);
  }
  return out;
}

inline std::vector<std::string> problems_of(std::string_view toml) {
  const Loaded loaded = parse_settings(toml, file);
  const auto* problems = std::get_if<Problems>(&loaded);
  return problems ? lines_of(*problems) : std::vector<std::string>{};
}

// `toml` with a chain at its end.
inline std::string with_chain(std::string_view toml) {
  return std::string{toml} + "\n[chain]\nfilters = [\"a\"]\n";
}

// Names the cases of a parameterised test, whose parameter has a `toml`.
inline constexpr auto by_toml = [](const auto& test) { return case_name(test.index, test.param.toml); };

// Fails the test when there are problems.
inline Settings settings_of(std::string_view toml) {
  Loaded loaded = parse_settings(toml, file);
  if (auto* settings = std::get_if<Settings>(&loaded)) return std::move(*settings);
  for (const std::string& line : lines_of(std::get<Problems>(loaded))) ADD_FAILURE() << line;
  return {};
}

}  // namespace moderato::config_test
