#include "chain/changes.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "config/byte_size.hpp"
#include "config/option_table.hpp"

namespace moderato {
namespace {

std::string_view name_of(Mode mode) {
  switch (mode) {
    case Mode::enforce:
      return "enforce";
    case Mode::shadow:
      return "shadow";
  }
  return "?";
}

std::string_view name_of(OnError on_error) {
  switch (on_error) {
    case OnError::hold:
      return "hold";
    case OnError::pass:
      return "pass";
    case OnError::reject:
      return "reject";
  }
  return "?";
}

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

std::vector<std::string> names_of(const ChainSettings& chain) {
  std::vector<std::string> names;
  for (const FilterSettings& filter : chain.filters) names.push_back(filter.name);
  return names;
}

std::string_view name_of(Isolation isolation) {
  switch (isolation) {
    case Isolation::none:
      return "none";
    case Isolation::process:
      return "process";
  }
  return "?";
}

// Without zeros at its end.
std::string short_text(double number) {
  std::string text = std::to_string(number);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

std::string cores_text(double cores) {
  return cores > 0 ? short_text(cores) : "none";
}

std::string in_ms(std::chrono::microseconds time) {
  return short_text(static_cast<double>(time.count()) / 1'000);
}

// One filter of a chain, as configured and as it runs there.
struct Link {
  const FilterSettings& settings;
  const RunningFilter& filter;
};

struct ChainPair {
  const ChainSettings& settings;
  const Chain& chain;

  [[nodiscard]] Link link(std::size_t at) const { return {settings.filters[at], *chain.links()[at].filter}; }
};

class Comparison {
 public:
  // `where` begins every sentence: "" or "site \"news\": ".
  Comparison(std::string where, std::vector<std::string>& out) : where_(std::move(where)), out_(out) {}

  void compare(const ChainPair& before, const ChainPair& after) {
    changed("filters", listed(names_of(before.settings)), listed(names_of(after.settings)));
    changed("stop_on_reject", before.settings.stop_on_reject ? "true" : "false",
            after.settings.stop_on_reject ? "true" : "false");
    const auto& earlier = before.settings.filters;
    for (std::size_t i = 0; i < after.settings.filters.size(); ++i) {
      const auto found = std::ranges::find(earlier, after.settings.filters[i].name, &FilterSettings::name);
      if (found == earlier.end()) continue;
      compare(before.link(static_cast<std::size_t>(found - earlier.begin())), after.link(i));
    }
  }

 private:
  void compare(const Link& before, const Link& after) {
    const FilterSettings& was = before.settings;
    const FilterSettings& is = after.settings;
    const std::string name = "filter." + is.name;
    changed(name + ".plugin", was.plugin, is.plugin);
    changed(name + ".mode", name_of(was.mode), name_of(is.mode));
    changed(name + ".on_error", name_of(was.on_error), name_of(is.on_error));
    changed(name + ".budget_ms", in_ms(was.budget), in_ms(is.budget));
    changed(name + ".isolation", name_of(was.isolation), name_of(is.isolation));
    changed(name + ".time_limit_ms", in_ms(was.limits.time), in_ms(is.limits.time));
    changed(name + ".memory_limit", byte_size_text(was.limits.memory), byte_size_text(is.limits.memory));
    changed(name + ".cpu_limit", cores_text(was.limits.cores), cores_text(is.limits.cores));
    const auto options = changed_options(*was.options, *is.options);
    if (!options.empty()) say(name + ": other options: " + listed(options));
    const Plugin& old_plugin = before.filter.plugin();
    const Plugin& new_plugin = after.filter.plugin();
    if (was.plugin == is.plugin && old_plugin.content_hash() != new_plugin.content_hash())
      say(name + ": its plugin " + new_plugin.file().string() + " was replaced");
    else if (was.identity == is.identity && &before.filter != &after.filter)
      say(name + ": files that its options name were changed");
  }

  void changed(const std::string& what, std::string_view before, std::string_view after) {
    if (before != after) say(what + ": " + std::string{before} + " -> " + std::string{after});
  }
  void say(const std::string& what) { out_.push_back(where_ + what); }

  std::string where_;
  std::vector<std::string>& out_;
};

const SiteSettings* find_site(const Settings& settings, std::string_view name) {
  const auto found = std::ranges::find(settings.sites, name, &SiteSettings::name);
  return found == settings.sites.end() ? nullptr : &*found;
}

}  // namespace

std::vector<std::string> changes(Configured before, Configured after) {
  std::vector<std::string> out;
  Comparison{"", out}.compare({before.settings.chain, before.chains.for_site("")},
                              {after.settings.chain, after.chains.for_site("")});
  for (const SiteSettings& site : after.settings.sites) {
    const std::string where = "site \"" + site.name + "\": ";
    const SiteSettings* was = find_site(before.settings, site.name);
    if (was == nullptr)
      out.push_back(where + "has a chain of its own now");
    else
      Comparison{where, out}.compare({was->chain, before.chains.for_site(site.name)},
                                     {site.chain, after.chains.for_site(site.name)});
  }
  for (const SiteSettings& site : before.settings.sites)
    if (find_site(after.settings, site.name) == nullptr)
      out.push_back("site \"" + site.name + "\": has no chain of its own any more");
  return out;
}

}  // namespace moderato
