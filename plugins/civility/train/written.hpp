// Sentences that were written to be learned from; written/README.md says how and why.
#pragma once

#include <filesystem>
#include <string_view>

#include "dataset.hpp"

namespace moderato::civility {

// Adds the sentences of the .txt files of `folder` to `dataset`, in the order of the files' names, as one source,
// `written_source`, of which nothing is held out. Throws std::runtime_error naming file and line.
void read_written(const std::filesystem::path& folder, Dataset& dataset);

inline constexpr std::string_view written_source = "written";

}  // namespace moderato::civility
