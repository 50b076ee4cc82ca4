// The read model's file: made, checked and opened.
#pragma once

#include <filesystem>

#include "comment/result.hpp"
#include "sqlite/sqlite.hpp"

namespace moderato::gateway {

// For the writer: makes the file where there is none, and anew where it is of another version. Errors:
// read_model.cannot_open, read_model.not_ours.
[[nodiscard]] Result<sqlite::Database> open_to_write(const std::filesystem::path& file);

// For a reader, once a writer has opened it. Same errors.
[[nodiscard]] Result<sqlite::Database> open_to_read(const std::filesystem::path& file);

}  // namespace moderato::gateway
