// The options that a plugin is tried with: as a configuration has them, with some written over them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/option_data.hpp"

namespace moderato::cli::plugin_check {

// A value: copies are independent.
class GivenOptions {
 public:
  // No option at all, for the filter `name`.
  explicit GivenOptions(const std::string& name);
  // Those of a configuration.
  explicit GivenOptions(const OptionTable& configured) : data_(configured.data()) {}

  // Writes one option over what is there: a TOML value, and what is none as a string. Returns what is wrong with it.
  [[nodiscard]] std::optional<std::string> write(std::string_view name, std::string_view value);

  // As the daemon gives them to a filter. Lives as long as this.
  [[nodiscard]] OptionTable table() const { return OptionTable{std::make_unique<OptionTable::Data>(data_)}; }

 private:
  OptionTable::Data data_;
  std::vector<Document> written_;  // what entries of `data_` point into
};

}  // namespace moderato::cli::plugin_check
