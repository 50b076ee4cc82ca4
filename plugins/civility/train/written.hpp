// Sentences that were written to be learned from; written.txt says how and why.
#pragma once

#include <filesystem>

#include "dataset.hpp"

namespace moderato::civility {

// Adds the sentences of `file` to `dataset`, as a source of their own of which nothing is held out. Throws
// std::runtime_error naming file and line.
void read_written(const std::filesystem::path& file, Dataset& dataset);

}  // namespace moderato::civility
