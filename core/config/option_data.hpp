// The options of one filter, flattened: what an OptionTable holds.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "config/document.hpp"
#include "config/option_table.hpp"

namespace moderato {

struct OptionEntry {
  const toml::node* node = nullptr;  // in the document; a table stands beside the entries below it
  Place key_place;
  std::string shown;  // as messages name it: site."news".filter.civility.hold.INSULT
};

// Dotted names to values. In this order a table comes before what it holds.
using OptionEntries = std::map<std::string, OptionEntry, std::less<>>;

struct OptionTable::Data {
  Document document;  // owns the nodes
  std::string file;
  std::filesystem::path folder;  // of the file: where relative paths start
  std::string shown;             // "filter.civility"
  Place place;                   // of the filter's table, or of its name in the chain when it has none
  OptionEntries entries;
};

// Keys of a filter's table that are Moderato's, not the plugin's.
[[nodiscard]] const std::vector<std::string>& host_keys();

// Lays the options of `table` over `entries`, key by key, host keys left out. `shown`: how messages name the table.
void overlay(OptionEntries& entries, const toml::table& table, const std::string& shown, Report& report);

// One line per option, the same for the same options in any order.
[[nodiscard]] std::string canonical_text(const OptionEntries& entries);

}  // namespace moderato
