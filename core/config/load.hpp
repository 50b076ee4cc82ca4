// Reads a TOML configuration into Settings, reporting every mistake at once.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "config/problem.hpp"
#include "config/settings.hpp"

namespace moderato {

// The settings, or at least one problem. Unknown names, wrong types and values out of range are problems; a filter's
// own options are checked later, when the filter reads them (option_table.hpp).
using Loaded = std::variant<Settings, Problems>;

// Relative paths in the settings start at the file's folder. Messages name the file as it is named here.
[[nodiscard]] Loaded load_settings(const std::filesystem::path& file);
[[nodiscard]] Loaded parse_settings(std::string_view toml, const std::filesystem::path& file);

// config/moderato.toml as it was when this was built. Its relative paths start at the current directory.
[[nodiscard]] Loaded load_embedded();
[[nodiscard]] std::string_view embedded_toml();

// The closest of `known` to `name`, for "did you mean"; empty when nothing is near.
[[nodiscard]] std::string nearest_name(std::string_view name, const std::vector<std::string>& known);

}  // namespace moderato
