// Reads [access]: who may do what.
#pragma once

#include <filesystem>
#include <string>

#include "config/access.hpp"
#include "config/table_reader.hpp"

namespace moderato {

// Relative paths start at `folder`.
[[nodiscard]] AccessSettings read_access(TableReader table, const std::string& file,
                                         const std::filesystem::path& folder);

}  // namespace moderato
