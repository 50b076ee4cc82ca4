// A parsed TOML document, from bytes that may be anything.
#pragma once

#include <toml++/toml.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "config/report.hpp"

namespace moderato {

// Shared by everything that points into it.
using Document = std::shared_ptr<const toml::table>;

// The whole file; reports it when it can't be read or is too large to be a configuration (1 MiB).
[[nodiscard]] std::optional<std::string> read_file(const std::filesystem::path& file, Report& report);

// Null after reporting the first place that is no TOML, or that nests too deep.
[[nodiscard]] Document parse_document(std::string_view toml, Report& report);

}  // namespace moderato
