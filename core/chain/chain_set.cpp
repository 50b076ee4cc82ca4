#include "chain/chain_set.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <set>
#include <utility>

namespace moderato {
namespace {

// Says each complaint of a filter at most once in ten seconds, and how many it left out: a database that is away would
// otherwise write a line per comment.
class RateLimitedLog {
 public:
  explicit RateLimitedLog(FilterLog log) : log_(std::move(log)) {}

  void operator()(Level level, std::string_view filter, std::string_view message) {
    if (level == Level::debug || level == Level::info) return log_(level, filter, message);
    std::uint64_t left_out = 0;
    {
      const std::lock_guard lock{mutex_};
      Said& said = said_[std::string{filter} + (level == Level::error ? "!" : "?")];
      const auto now = std::chrono::steady_clock::now();
      if (said.ever && now - said.at < std::chrono::seconds{10}) {
        ++said.left_out;
        return;
      }
      said.ever = true;
      said.at = now;
      left_out = std::exchange(said.left_out, 0);
    }
    if (left_out == 0) return log_(level, filter, message);
    log_(level, filter, std::string{message} + " (and " + std::to_string(left_out) + " more like it before)");
  }

 private:
  struct Said {
    bool ever = false;
    std::chrono::steady_clock::time_point at;
    std::uint64_t left_out = 0;
  };
  FilterLog log_;
  std::mutex mutex_;
  std::map<std::string, Said> said_;  // by filter and level
};

std::string short_hash(std::string_view text) {
  std::array<char, 17> hex{};
  const auto hash = static_cast<unsigned long long>(XXH3_64bits(text.data(), text.size()));
  std::snprintf(hex.data(), hex.size(), "%016llx", hash);
  return std::string{hex.data(), 12};
}

}  // namespace

class ChainSet::Builder {
 public:
  Builder(const Settings& settings, ChainSet& set) : settings_(settings), set_(set) {}

  Problems run() {
    set_.common_ = make(settings_.chain);
    for (const SiteSettings& site : settings_.sites)
      if (auto chain = make(site.chain)) set_.by_site_.emplace(site.name, std::move(*chain));
    for (const auto& [identity, filter] : filters_) {
      if (filter == nullptr) continue;
      set_.filters_.push_back(filter);
      if (filter->plugin().table().remember != nullptr) set_.remembering_.push_back(filter);
    }
    return std::move(problems_);
  }

 private:
  std::unique_ptr<Chain> make(const ChainSettings& chain) {
    std::vector<ChainLink> links;
    std::string hashed = chain.stop_on_reject ? "stop" : "all";
    for (const FilterSettings& settings : chain.filters) {
      auto filter = find_or_create(settings);
      if (filter == nullptr) continue;
      hashed += "\n" + settings.identity + filter->plugin().content_hash() +
                std::to_string(static_cast<int>(settings.mode)) + std::to_string(static_cast<int>(settings.on_error));
      links.push_back({std::move(filter), settings.name, settings.mode, settings.on_error, settings.budget});
    }
    return std::make_unique<Chain>(std::move(links), chain.stop_on_reject, short_hash(hashed), set_.surroundings_.log);
  }

  std::shared_ptr<RunningFilter> find_or_create(const FilterSettings& settings) {
    const auto known = filters_.find(settings.identity);
    if (known != filters_.end()) return known->second;
    // A filter that failed once is not tried again for the next site: its problems are noted.
    auto& filter = filters_[settings.identity];
    if (const auto plugin = load(settings.plugin))
      filter = RunningFilter::create(settings.name, plugin, *settings.options, set_.surroundings_.shared_data,
                                     set_.surroundings_.secret.data(), set_.surroundings_.log, problems_);
    return filter;
  }

  std::shared_ptr<const Plugin> load(const std::string& name) {
    const auto known = plugins_.find(name);
    if (known != plugins_.end()) return known->second;
    auto& plugin = plugins_[name];
    const auto file = find_plugin(name, set_.surroundings_.plugin_path);
    if (!file) {
      problems_.push_back({settings_.file.string(), 0, 0, file.error().message});
      return nullptr;
    }
    auto loaded = Plugin::load(*file);
    if (!loaded)
      problems_.push_back({{}, 0, 0, loaded.error().message});
    else
      plugin = *loaded;
    return plugin;
  }

  const Settings& settings_;
  ChainSet& set_;
  Problems problems_;
  std::map<std::string, std::shared_ptr<const Plugin>, std::less<>> plugins_;
  std::map<std::string, std::shared_ptr<RunningFilter>, std::less<>> filters_;
};

ChainSet::Built ChainSet::build(const Settings& settings, Surroundings surroundings) {
  auto limited = std::make_shared<RateLimitedLog>(std::move(surroundings.log));
  surroundings.log = [limited](Level level, std::string_view filter, std::string_view message) {
    (*limited)(level, filter, message);
  };
  std::unique_ptr<ChainSet> set{new ChainSet{std::move(surroundings)}};
  Problems problems = Builder{settings, *set}.run();
  if (!problems.empty()) return problems;
  return set;
}

const Chain& ChainSet::for_site(std::string_view site) const {
  const auto own = by_site_.find(site);
  return own == by_site_.end() ? *common_ : own->second;
}

void ChainSet::remember(const moderato_decision& decision) const {
  for (const auto& filter : remembering_) filter->remember(decision);
}

bool ChainSet::wants_context() const {
  return std::any_of(filters_.begin(), filters_.end(), [](const auto& filter) { return filter->wants_context(); });
}

Lookback ChainSet::lookback() const {
  Lookback longest;
  for (const auto& filter : remembering_) {
    const Lookback wanted = filter->lookback();
    longest.time = std::max(longest.time, wanted.time);
    longest.decisions = std::max(longest.decisions, wanted.decisions);
  }
  return longest;
}

}  // namespace moderato
