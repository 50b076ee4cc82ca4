#include "cli/run/run_settings.hpp"

#include <algorithm>
#include <set>

namespace moderato::cli {

Loaded settings_of(const std::string& file) {
  return file.empty() ? load_embedded() : load_settings(file);
}

Problems keep_only(Settings& settings, const std::vector<std::string>& filters) {
  std::vector<ChainSettings*> chains{&settings.chain};
  for (SiteSettings& site : settings.sites) chains.push_back(&site.chain);

  std::set<std::string> known;
  for (const ChainSettings* chain : chains)
    for (const FilterSettings& filter : chain->filters) known.insert(filter.name);
  Problems problems;
  for (const std::string& name : filters) {
    if (known.contains(name)) continue;
    const std::string near = nearest_name(name, {known.begin(), known.end()});
    std::string all;
    for (const std::string& each : known) all += (all.empty() ? "" : ", ") + each;
    problems.push_back({"--only", 0, 0,
                        "no chain has a filter \"" + name + "\"" +
                            (near.empty() ? "; there are: " + all : "; did you mean \"" + near + "\"?")});
  }
  const auto unwanted = [&](const FilterSettings& filter) {
    return std::find(filters.begin(), filters.end(), filter.name) == filters.end();
  };
  for (ChainSettings* chain : chains) std::erase_if(chain->filters, unwanted);
  return problems;
}

}  // namespace moderato::cli
