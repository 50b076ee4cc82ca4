#include "config/chains.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "config/option_data.hpp"
#include "config/wording.hpp"

namespace moderato {
namespace {

constexpr std::size_t most_filters = 64;

// One [filter.NAME] or [site."SITE".filter.NAME]. Absent keys leave what lies below.
struct Layer {
  std::string shown;
  const toml::table* table = nullptr;
  Place place;  // of the name
  std::optional<std::string> plugin;
  std::optional<Mode> mode;
  std::optional<OnError> on_error;
  std::optional<std::chrono::microseconds> budget;
  std::optional<Isolation> isolation;
  std::optional<std::chrono::microseconds> time_limit;
  std::optional<std::uint64_t> memory_limit;
  std::optional<double> cpu_limit;
};
using Layers = std::map<std::string, Layer, std::less<>>;

void read_isolation(TableReader& table, Layer& layer) {
  constexpr double most_ms = 600'000;
  constexpr std::uint64_t least_memory = 64ULL << 20U;  // what any program takes that has threads
  constexpr std::uint64_t most_memory = 1ULL << 50U;
  layer.isolation = table.choice<Isolation>("isolation", {"none", "process"});
  if (const auto limit = table.number("time_limit_ms", {1, most_ms}))
    layer.time_limit = std::chrono::microseconds{std::llround(*limit * 1'000)};
  layer.memory_limit = table.bytes("memory_limit", {least_memory, most_memory});
  constexpr double most_cores = 1'024;
  layer.cpu_limit = table.number("cpu_limit", {0.1, most_cores});
}

// A limit that is set for nothing is a slip.
void report_idle_limits(const FilterSettings& filter, std::initializer_list<const Layer*> layers, Report& report) {
  if (filter.isolation == Isolation::process) return;
  for (const Layer* layer : layers) {
    if (layer == nullptr || layer->table->contains("isolation")) continue;
    for (const char* key : {"time_limit_ms", "memory_limit", "cpu_limit"})
      if (const toml::node* node = layer->table->get(key))
        report.add(node->source().begin, joined(layer->shown, key) + R"(: has effect only with isolation = "process")");
  }
}

Layer read_layer(TableReader table, Place place) {
  Layer layer;
  layer.shown = table.path();
  layer.table = &table.raw();
  layer.place = place;
  if (const auto plugin = table.string("plugin")) {
    if (!is_filter_name(*plugin)) {
      table.report().add(table.raw().get("plugin")->source().begin,
                         table.name_of("plugin") +
                             ": expected the name of a plugin, without its folder and \".so\", found " +
                             in_quotes(*plugin));
    }
    layer.plugin = *plugin;
  }
  layer.mode = table.choice<Mode>("mode", {"enforce", "shadow"});
  layer.on_error = table.choice<OnError>("on_error", {"hold", "pass", "reject"});
  constexpr double most_ms = 600'000;
  if (const auto budget = table.number("budget_ms", {0.001, most_ms}))
    layer.budget = std::chrono::microseconds{std::llround(*budget * 1'000)};
  read_isolation(table, layer);
  return layer;
}

Layers read_layers(TableReader& parent) {
  Layers layers;
  auto tables = parent.table("filter");
  if (!tables) return layers;
  for (const auto& [key, node] : tables->raw()) {
    const Place place = key.source().begin;
    if (!is_filter_name(key.str())) {
      tables->report().add(
          place, tables->path() + ": expected " + std::string{filter_name_form} + ", found " + in_quotes(key.str()));
      continue;
    }
    if (auto table = tables->table(key.str())) layers.emplace(key.str(), read_layer(std::move(*table), place));
  }
  return layers;
}

using Names = std::vector<Text>;

// The chain's filters as written; nothing when there is no such key.
std::optional<Names> read_names(TableReader& table) {
  auto names = table.strings("filters");
  if (!names) return std::nullopt;
  const std::string shown = table.name_of("filters");
  Report& report = table.report();
  if (names->empty())
    report.add(table.raw().get("filters")->source().begin, shown + ": expected at least one filter, found none");
  if (names->size() > most_filters) {
    report.add(table.raw().get("filters")->source().begin, shown + ": expected at most " +
                                                               std::to_string(most_filters) + " filters, found " +
                                                               std::to_string(names->size()));
    return std::nullopt;
  }
  for (auto name = names->begin(); name != names->end(); ++name) {
    if (!is_filter_name(name->text)) {
      report.add(name->place,
                 shown + ": expected " + std::string{filter_name_form} + ", found " + in_quotes(name->text));
    } else if (std::any_of(names->begin(), name, [&](const Text& other) { return other.text == name->text; })) {
      report.add(name->place, shown + ": expected each filter once, found " + in_quotes(name->text) + " again");
    }
  }
  return names;
}

const Layer* find(const Layers& layers, std::string_view name) {
  const auto found = layers.find(name);
  return found == layers.end() ? nullptr : &found->second;
}

// A filter's table that no chain uses is fine, unless it looks like a slip for a filter that then goes without one.
void report_misnamed(const Layers& layers, const Names& chain, Report& report) {
  std::vector<std::string> bare;
  for (const Text& name : chain)
    if (find(layers, name.text) == nullptr) bare.emplace_back(name.text);
  for (const auto& [name, layer] : layers) {
    const bool used = std::ranges::find(chain, name, &Text::text) != chain.end();
    if (used) continue;
    if (const std::string near = did_you_mean(name, bare); !near.empty())
      report.add(layer.place, layer.shown + ": expected a filter of the chain, found " + in_quotes(name) + near);
  }
}

void apply(FilterSettings& filter, const Layer& layer) {
  if (layer.plugin) filter.plugin = *layer.plugin;
  if (layer.mode) filter.mode = *layer.mode;
  if (layer.on_error) filter.on_error = *layer.on_error;
  if (layer.budget) filter.budget = *layer.budget;
  if (layer.isolation) filter.isolation = *layer.isolation;
  if (layer.time_limit) filter.limits.time = *layer.time_limit;
  if (layer.memory_limit) filter.limits.memory = *layer.memory_limit;
  if (layer.cpu_limit) filter.limits.cores = *layer.cpu_limit;
}

FilterSettings build_filter(const Text& name, const Layer* base, const Layer* site, const Origin& origin,
                            Report& report) {
  FilterSettings filter;
  filter.name = name.text;
  filter.plugin = name.text;
  auto data = std::make_unique<OptionTable::Data>();
  data->document = origin.document;
  data->file = origin.file;
  data->folder = origin.folder;
  data->shown = joined("filter", name.text);
  data->place = name.place;
  for (const Layer* layer : {base, site}) {
    if (layer == nullptr) continue;
    apply(filter, *layer);
    data->shown = layer->shown;
    data->place = layer->place;
    overlay(data->entries, *layer->table, layer->shown, report);
  }
  report_idle_limits(filter, {base, site}, report);
  filter.identity = filter.name + '\n' + filter.plugin + '\n' + canonical_text(data->entries);
  if (filter.isolation == Isolation::process)
    filter.identity += "isolated " + std::to_string(filter.limits.time.count()) + ' ' +
                       std::to_string(filter.limits.memory) + ' ' + std::to_string(filter.limits.cores) + '\n';
  filter.options = std::make_shared<const OptionTable>(std::move(data));
  return filter;
}

ChainSettings build_chain(const Names& names, const Layers& base, const Layers& site, const Origin& origin,
                          Report& report) {
  ChainSettings chain;
  for (const Text& name : names)
    chain.filters.push_back(build_filter(name, find(base, name.text), find(site, name.text), origin, report));
  return chain;
}

}  // namespace

bool is_filter_name(std::string_view name) {
  constexpr std::size_t longest = 64;
  return !name.empty() && name.size() <= longest && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

bool is_site_name(std::string_view name) {
  constexpr std::size_t longest = 64;
  return !name.empty() && name.size() <= longest && std::ranges::all_of(name, [](char c) {
    return static_cast<unsigned char>(c) >= 0x20 && c != 0x7F && c != '/';
  });
}

void read_chains(TableReader& root, const Origin& origin, Settings& settings) {
  Report& report = root.report();
  Names names;
  bool stop_on_reject = settings.chain.stop_on_reject;
  if (auto chain = root.table("chain")) {
    const auto found = read_names(*chain);
    if (!found && chain->raw().get("filters") == nullptr) {
      report.add(chain->place(), R"(chain: expected filters = ["NAME", ...], found none)");
    }
    names = found.value_or(Names{});
    stop_on_reject = chain->boolean("stop_on_reject").value_or(stop_on_reject);
    chain->report_unknown();
  } else if (root.raw().get("chain") == nullptr) {
    report.add({}, R"(expected a table [chain] with filters = ["NAME", ...], found none)");
  }
  const Layers base = read_layers(root);
  settings.chain = build_chain(names, base, {}, origin, report);
  settings.chain.stop_on_reject = stop_on_reject;

  Names all = names;
  if (auto sites = root.table("site")) {
    for (const auto& [key, node] : sites->raw()) {
      if (!is_site_name(key.str())) {
        report.add(key.source().begin,
                   "site: expected " + std::string{site_name_form} + ", found " + in_quotes(key.str()));
        continue;
      }
      auto site = sites->table(key.str());
      if (!site) continue;
      const Names own = read_names(*site).value_or(names);
      const Layers layers = read_layers(*site);
      report_misnamed(layers, own, report);
      all.insert(all.end(), own.begin(), own.end());
      ChainSettings chain = build_chain(own, base, layers, origin, report);
      chain.stop_on_reject = site->boolean("stop_on_reject").value_or(stop_on_reject);
      settings.sites.push_back({std::string{key.str()}, std::move(chain)});
      site->report_unknown();
    }
  }
  report_misnamed(base, all, report);
}

}  // namespace moderato
