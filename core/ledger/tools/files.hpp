// What tools do with whole files, so that a crash or a power cut leaves either the old or the new.
#pragma once

#include <filesystem>

#include "comment/result.hpp"

namespace moderato {

// Errors of all: ledger.cannot_write.
[[nodiscard]] Result<void> sync_file(const std::filesystem::path& file);
[[nodiscard]] Result<void> sync_folder_of(const std::filesystem::path& file);
// Renames and makes it last. What is at `to` is replaced.
[[nodiscard]] Result<void> move_into_place(const std::filesystem::path& from, const std::filesystem::path& to);
// A ledger and what SQLite keeps beside it; those that are not there are no error.
void remove_ledger(const std::filesystem::path& file);

}  // namespace moderato
