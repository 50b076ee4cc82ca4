// Where Moderato's own files are: beside the program, in a build folder as in an installed system.
#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

namespace moderato {

struct Places {
  std::vector<std::filesystem::path> plugin_path;
  std::filesystem::path shared_data;
  std::filesystem::path filter_host;  // the program of isolated filters
};

[[nodiscard]] Places places_of_this_program();

[[nodiscard]] std::string_view version();

}  // namespace moderato
