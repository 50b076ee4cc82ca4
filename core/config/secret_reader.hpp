// Reads where a secret is to be had.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "config/secret.hpp"
#include "config/value.hpp"

namespace moderato {

// What a table under `value` says; reports what is none. Relative paths start at `folder`.
[[nodiscard]] std::optional<SecretSource> read_secret_source(const Value& value, const std::string& file,
                                                             const std::filesystem::path& folder, Report& report);

// Several in a list, or one: where a secret is changed, the old and the new. One to `most_secrets`, else reported.
inline constexpr std::size_t most_secrets = 4;
[[nodiscard]] std::vector<SecretSource> read_secret_sources(const Value& value, const std::string& file,
                                                            const std::filesystem::path& folder, Report& report);

// Whether a table has one of the three keys, and so means to be a source.
[[nodiscard]] bool looks_like_secret_source(const toml::table& table);

}  // namespace moderato
