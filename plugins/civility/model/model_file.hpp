// Reads and writes civility.model.
#pragma once

#include <filesystem>

#include "model.hpp"

namespace moderato::civility {

// Throws std::runtime_error with a sentence that says what is wrong with the file.
Model load_model(const std::filesystem::path& file);

// Throws std::runtime_error when it can't be written.
void save_model(const Model& model, const std::filesystem::path& file);

}  // namespace moderato::civility
