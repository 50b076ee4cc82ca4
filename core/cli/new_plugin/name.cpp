#include "cli/new_plugin/name.hpp"

#include <algorithm>
#include <array>

namespace moderato::cli {
namespace {

constexpr std::size_t shortest_name = 2;
constexpr std::size_t longest_name = 32;

bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}

bool is_well_formed(std::string_view name) {
  const auto is_known = [](char c) { return is_lower(c) || (c >= '0' && c <= '9') || c == '_'; };
  return !name.empty() && is_lower(name.front()) && name.back() != '_' && std::ranges::all_of(name, is_known) &&
         name.find("__") == std::string_view::npos;
}

bool is_taken_by_the_build(std::string_view name) {
  constexpr auto targets =
      std::to_array<std::string_view>({"all", "clean", "test", "install", "preinstall", "help", "package",
                                       "package_source", "edit_cache", "rebuild_cache", "list_install_components"});
  return std::ranges::find(targets, name) != targets.end() || name.starts_with("moderato") || name.ends_with("_test") ||
         name.ends_with("_filter");
}

}  // namespace

std::string objection_to(std::string_view name) {
  const std::string quoted = "\"" + std::string{name} + "\"";
  if (!is_well_formed(name))
    return quoted + " is no name for a filter: use lower case letters, digits and single underscores, a letter first";
  if (name.size() < shortest_name || name.size() > longest_name)
    return quoted + " has " + std::to_string(name.size()) + (name.size() == 1 ? " letter" : " letters") + "; use " +
           std::to_string(shortest_name) + " to " + std::to_string(longest_name);
  if (is_taken_by_the_build(name)) return quoted + " is taken by the build; choose another name";
  return {};
}

std::string class_name(std::string_view name) {
  std::string made;
  bool begins_word = true;
  for (const char c : name) {
    if (c != '_') made += begins_word && is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c;
    begins_word = c == '_';
  }
  return made;
}

}  // namespace moderato::cli
