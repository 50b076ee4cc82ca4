// The casebook's file: made where there is none, made anew where it is of another version.
#pragma once

#include <filesystem>

#include "comment/result.hpp"
#include "sqlite/sqlite.hpp"

namespace moderato::gateway::casebook {

// For its user alone (mode 0600): it holds what was never published. Errors: casebook.cannot_open, casebook.not_ours.
[[nodiscard]] Result<sqlite::Database> open_to_write(const std::filesystem::path& file);
[[nodiscard]] Result<sqlite::Database> open_to_read(const std::filesystem::path& file);

}  // namespace moderato::gateway::casebook
