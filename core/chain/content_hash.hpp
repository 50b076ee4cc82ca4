// A short name for what is in a file.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace moderato {

// 16 hex digits (XXH3). Nothing for what can't be read, is no regular file, or is larger than 256 MB: that is data, not
// a model.
[[nodiscard]] std::optional<std::string> content_hash_of(const std::filesystem::path& file);

}  // namespace moderato
