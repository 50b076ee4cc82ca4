// The chains of a configuration, as `moderato run` wants them.
#pragma once

#include <string>
#include <vector>

#include "config/load.hpp"
#include "config/settings.hpp"

namespace moderato::cli {

// The file's settings, or the embedded ones when `file` is empty.
[[nodiscard]] Loaded settings_of(const std::string& file);

// Leaves only the named filters in every chain. A name that no chain has is a problem, with the nearest one that is.
[[nodiscard]] Problems keep_only(Settings& settings, const std::vector<std::string>& filters);

}  // namespace moderato::cli
