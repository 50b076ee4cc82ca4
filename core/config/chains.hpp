// Reads the chains: [chain], [filter.NAME] and [site."NAME"] with its overrides.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "config/document.hpp"
#include "config/settings.hpp"
#include "config/table_reader.hpp"

namespace moderato {

// Where the document came from, for options that are read later.
struct Origin {
  Document document;
  std::string file;
  std::filesystem::path folder;
};

// Filters are named in verdicts, on the command line and as files.
[[nodiscard]] bool is_filter_name(std::string_view name);
inline constexpr std::string_view filter_name_form = "a name of 1 to 64 letters, digits, _ or -";

// Sites stand in feed topics between slashes.
[[nodiscard]] bool is_site_name(std::string_view name);
inline constexpr std::string_view site_name_form = "a name of 1 to 64 bytes without \"/\" and control characters";

// Fills settings.chain and settings.sites. Everything wrong is reported; what is then in `settings` is not to be used.
void read_chains(TableReader& root, const Origin& origin, Settings& settings);

}  // namespace moderato
