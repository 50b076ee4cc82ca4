// A new project, made of template files.
#pragma once

#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

#include "comment/result.hpp"

namespace moderato::cli {

// Writes what is in `templates`, one folder over the other, into the new folder `folder`; FILTER_NAME and FilterName
// become `name` and its class's name, in texts as in the files' own names. Returns the files, relative to the folder,
// sorted. Nothing is overwritten, and what could not be finished does not stay. Errors: cli.exists, cli.cannot_read (a
// template), cli.cannot_write.
[[nodiscard]] Result<std::vector<std::filesystem::path>> write_project(const std::filesystem::path& folder,
                                                                       std::span<const std::filesystem::path> templates,
                                                                       std::string_view name);

}  // namespace moderato::cli
