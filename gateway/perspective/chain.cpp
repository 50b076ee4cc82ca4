#include "perspective/chain.hpp"

#include <algorithm>

namespace moderato::gateway::perspective {
namespace {

const ChainSettings& settings_of(const Settings& settings, std::string_view site) {
  const auto own = std::ranges::find(settings.sites, site, &SiteSettings::name);
  return own == settings.sites.end() ? settings.chain : own->chain;
}

bool is_civility(const FilterSettings& filter) {
  return filter.plugin == "civility";
}

std::string listed(const ChainSettings& chain) {
  std::string text;
  for (const FilterSettings& filter : chain.filters)
    text.append(text.empty() ? "" : ", ").append("\"").append(filter.name).append("\"");
  return "[" + text + "]";
}

// What is wrong with it, or nothing.
std::string fault_of(const ChainSettings& chain) {
  const auto civility = std::ranges::find_if(chain.filters, is_civility);
  if (civility == chain.filters.end()) return "no civility filter";
  if (!chain.stop_on_reject) return {};
  const auto ends = std::find_if(chain.filters.begin(), civility,
                                 [](const FilterSettings& filter) { return filter.mode == Mode::enforce; });
  return ends == civility ? "" : "\"" + ends->name + "\" before it, which may end the chain";
}

}  // namespace

SiteChain chain_of(const Settings& settings, std::string_view site) {
  const ChainSettings& chain = settings_of(settings, site);
  SiteChain found;
  const auto civility = std::ranges::find_if(chain.filters, is_civility);
  if (civility != chain.filters.end()) found.civility = civility->name;
  if (chain.stop_on_reject) return found;
  for (const FilterSettings& filter : chain.filters)
    if (filter.plugin == "duplicate" || filter.plugin == "links") found.spam.push_back(filter.name);
  return found;
}

Problems check_chains(const Settings& settings) {
  Problems problems;
  for (const GatewaySite& site : settings.gateway.sites) {
    const ChainSettings& chain = settings_of(settings, site.name);
    const std::string fault = fault_of(chain);
    for (const SiteKey& key : site.keys) {
      if (fault.empty() || std::ranges::find(key.roles, SiteRole::perspective) == key.roles.end()) continue;
      const std::string name = "\"" + site.name + "\"";
      problems.push_back({settings.file.string(), 0, 0,
                          "gateway.site." + name + ".key." + key.label +
                              ": the role perspective needs a chain that begins with the civility filter, found " +
                              listed(chain) + ": " + fault + ". Give the site its own: [site." + name +
                              "] filters = [\"civility\"]"});
    }
  }
  return problems;
}

}  // namespace moderato::gateway::perspective
