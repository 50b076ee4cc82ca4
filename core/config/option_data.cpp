#include "config/option_data.hpp"

#include <algorithm>
#include <array>
#include <sstream>

#include "config/wording.hpp"

namespace moderato {
namespace {

void erase_below(OptionEntries& entries, const std::string& name) {
  const std::string prefix = name + '.';
  const auto first = entries.lower_bound(prefix);
  auto last = first;
  while (last != entries.end() && last->first.starts_with(prefix)) ++last;
  entries.erase(first, last);
}

void overlay_below(OptionEntries& entries, const toml::table& table, const std::string& prefix,
                   const std::string& shown, Report& report) {
  for (const auto& [key, node] : table) {
    const Place place = key.source().begin;
    std::string below = joined(shown, key.str());
    // A getter's dotted name would be ambiguous.
    if (key.str().empty() || key.str().find('.') != std::string_view::npos) {
      report.add(place, below + ": expected an option's name without a dot in it, found " + in_quotes(key.str()));
      continue;
    }
    const std::string name = prefix + std::string{key.str()};
    entries.emplace(name, OptionEntry{&node, place, below});
    if (const auto* inner = node.as_table()) overlay_below(entries, *inner, name + '.', below, report);
  }
}

std::string text_of(const OptionEntry& entry) {
  std::ostringstream out;
  out << toml::toml_formatter{*entry.node};
  return out.str();
}

}  // namespace

const std::vector<std::string>& host_keys() {
  static const std::vector<std::string> keys{"plugin",    "mode",          "on_error",     "budget_ms",
                                             "isolation", "time_limit_ms", "memory_limit", "cpu_limit"};
  return keys;
}

void overlay(OptionEntries& entries, const toml::table& table, const std::string& shown, Report& report) {
  OptionEntries own;
  overlay_below(own, table, "", shown, report);
  for (const std::string& key : host_keys()) {
    erase_below(own, key);
    own.erase(key);
  }
  for (auto& [name, entry] : own) {
    if (!entry.node->is_table()) erase_below(entries, name);
    entries.insert_or_assign(name, std::move(entry));
  }
}

std::string canonical_text(const OptionEntries& entries) {
  std::ostringstream out;
  for (const auto& [name, entry] : entries) {
    if (entry.node->is_table()) continue;
    out << toml::toml_formatter{toml::value{name}} << '=' << text_of(entry) << '\n';
  }
  return out.str();
}

std::vector<std::string> changed_options(const OptionTable& before, const OptionTable& after) {
  std::map<std::string, std::array<std::string, 2>, std::less<>> values;
  for (const auto& [name, entry] : before.data().entries)
    if (!entry.node->is_table()) values[name][0] = text_of(entry);
  for (const auto& [name, entry] : after.data().entries)
    if (!entry.node->is_table()) values[name][1] = text_of(entry);
  std::vector<std::string> changed;
  for (const auto& [name, value] : values)
    if (value[0] != value[1]) changed.push_back(name);
  return changed;
}

}  // namespace moderato
