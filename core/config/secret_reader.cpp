#include "config/secret_reader.hpp"

#include <array>
#include <string_view>

#include "config/wording.hpp"

namespace moderato {
namespace {

constexpr std::array<std::string_view, 3> kinds{"env", "file", "credential"};  // in the order of the enum

// A name that can't lead out of the folder, or be no variable.
bool is_plain_name(std::string_view name) {
  return is_path(name) && name.find_first_of("/=") == std::string_view::npos && name != "." && name != "..";
}

}  // namespace

bool looks_like_secret_source(const toml::table& table) {
  for (const std::string_view kind : kinds)
    if (table.contains(kind)) return true;
  return false;
}

std::optional<SecretSource> read_secret_source(const Value& value, const std::string& file,
                                               const std::filesystem::path& folder, Report& report) {
  constexpr std::string_view form = R"({env = "NAME"}, {file = "path"} or {credential = "name"})";
  const auto* table = value.node.as_table();
  if (table == nullptr || table->size() != 1 || !looks_like_secret_source(*table)) {
    // What was found may be the secret itself.
    report.add(value.place(), std::string{value.name} + ": expected " + std::string{form});
    return std::nullopt;
  }
  const auto entry = table->cbegin();
  const toml::key& key = entry->first;
  const toml::node& node = entry->second;
  const std::string shown = joined(value.name, key.str());
  const auto name = read_path({node, shown}, report);
  if (!name) return std::nullopt;
  SecretSource source;
  for (std::size_t i = 0; i < kinds.size(); ++i)
    if (kinds[i] == key.str()) source.kind = static_cast<SecretSource::Kind>(i);
  if (source.kind != SecretSource::Kind::file && !is_plain_name(*name)) {
    report.add(node.source().begin, shown + ": expected a name without \"/\" and \"=\", found " + in_quotes(*name));
    return std::nullopt;
  }
  source.name = source.kind == SecretSource::Kind::file ? (folder / *name).lexically_normal().string() : *name;
  source.place = {file, value.place().line, value.place().column, std::string{value.name}};
  return source;
}

std::vector<SecretSource> read_secret_sources(const Value& value, const std::string& file,
                                              const std::filesystem::path& folder, Report& report) {
  std::vector<SecretSource> secrets;
  const auto add = [&](const toml::node& source) {
    if (auto secret = read_secret_source({source, value.name}, file, folder, report))
      secrets.push_back(std::move(*secret));
  };
  const toml::array* const several = value.node.as_array();
  if (several == nullptr) {
    add(value.node);
    return secrets;
  }
  if (several->empty() || several->size() > most_secrets)
    report.add(value.place(), std::string{value.name} + ": expected one to " + std::to_string(most_secrets) +
                                  " secrets, found " + std::to_string(several->size()));
  for (const toml::node& source : *several) add(source);
  return secrets;
}

}  // namespace moderato
