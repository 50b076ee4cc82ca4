#include "chain/chain_set.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>
#include <set>
#include <thread>
#include <utility>

#include "chain/isolation/isolated_filter.hpp"
#include "chain/rate_limited_log.hpp"

namespace moderato {
namespace {

std::string short_hash(std::string_view text) {
  std::array<char, 17> hex{};
  const auto hash = static_cast<unsigned long long>(XXH3_64bits(text.data(), text.size()));
  std::snprintf(hex.data(), hex.size(), "%016llx", hash);
  return std::string{hex.data(), 12};
}

}  // namespace

class ChainSet::Builder {
 public:
  // `log` is not limited: for what happens to processes.
  Builder(const Settings& settings, ChainSet& set, const ChainSet* running, FilterLog log)
      : settings_(settings), set_(set), running_(running), log_(std::move(log)) {}

  Problems run() {
    set_.common_ = make(settings_.chain);
    for (const SiteSettings& site : settings_.sites)
      if (auto chain = make(site.chain)) set_.by_site_.emplace(site.name, std::move(*chain));
    for (const auto& [identity, made] : set_.made_) {
      const auto& filter = made.filter;
      if (filter == nullptr) continue;
      set_.filters_.push_back(filter);
      if (filter->remembers()) set_.remembering_.push_back(filter);
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
      links.push_back({std::move(filter), counters_of(settings.name), settings.name, settings.mode, settings.on_error,
                       settings.budget});
    }
    return std::make_unique<Chain>(std::move(links), chain.stop_on_reject, short_hash(hashed), set_.surroundings_.log);
  }

  std::shared_ptr<FilterCounters> counters_of(const std::string& name) {
    auto& counters = set_.counters_[name];
    if (counters != nullptr) return counters;
    if (running_ != nullptr)
      if (const auto before = running_->counters_.find(name); before != running_->counters_.end())
        return counters = before->second;
    return counters = std::make_shared<FilterCounters>();
  }

  std::shared_ptr<RunningFilter> find_or_create(const FilterSettings& settings) {
    const auto known = set_.made_.find(settings.identity);
    if (known != set_.made_.end()) return known->second.filter;
    // A filter that failed once is not tried again for the next site: its problems are noted.
    auto& made = set_.made_[settings.identity];
    switch (settings.isolation) {
      case Isolation::none:
        create(settings, made);
        break;
      case Isolation::process:
        create_isolated(settings, made);
        break;
    }
    if (made.filter == nullptr || made.taken_over) return made.filter;
    made.files = stamps_of(made.filter->files());
    set_.fresh_.push_back(made.filter);
    return made.filter;
  }

  void create(const FilterSettings& settings, Made& made) {
    const auto plugin = load(settings.plugin);
    if (plugin == nullptr) return;
    if (const Made* before = same(settings.identity, *plugin)) {
      made = *before;
      made.taken_over = true;
      return;
    }
    const Surroundings& around = set_.surroundings_;
    made.filter = RunningFilter::create(settings.name, plugin, *settings.options, around.shared_data, around.secret,
                                        around.log, problems_);
  }

  // Its plugin is loaded in its process only.
  void create_isolated(const FilterSettings& settings, Made& made) {
    const Surroundings& around = set_.surroundings_;
    const auto file = find(settings.plugin);
    if (!file) return;
    if (const Made* before = same_isolated(settings.identity, *file)) {
      made = *before;
      made.taken_over = true;
      return;
    }
    made.filter = isolation::create_isolated({.program = around.filter_host,
                                              .filter = settings.name,
                                              .plugin_file = *file,
                                              .secret = around.secret,
                                              .limits = settings.limits,
                                              .callers = callers(),
                                              .request_bytes = largest_request()},
                                             settings.options, around.shared_data, log_, around.past,
                                             counters_of(settings.name), problems_);
  }

  [[nodiscard]] std::size_t callers() const {
    const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
    return settings_.workers == 0 ? cores : std::min(settings_.workers, cores);
  }
  // The frame, its fields apart, and the texts of parent and article, with room for lengths and numbers.
  [[nodiscard]] std::size_t largest_request() const {
    constexpr std::size_t room = 65'536;
    constexpr std::size_t least = 1U << 20U;
    return std::max(least, 4 * settings_.intake.limits.frame_bytes + room);
  }

  // The running filter that another of this identity would be again.
  [[nodiscard]] const Made* same(const std::string& identity, const Plugin& plugin) const {
    const Made* made = running(identity);
    return made != nullptr && &made->filter->plugin() == &plugin ? made : nullptr;
  }
  [[nodiscard]] const Made* same_isolated(const std::string& identity, const std::filesystem::path& file) const {
    const Made* made = running(identity);
    if (made == nullptr || made->filter->plugin().file() != file) return nullptr;
    const auto hash = hash_of_plugin(file);
    return hash && *hash == made->filter->plugin().content_hash() ? made : nullptr;
  }
  [[nodiscard]] const Made* running(const std::string& identity) const {
    if (running_ == nullptr) return nullptr;
    const auto found = running_->made_.find(identity);
    if (found == running_->made_.end()) return nullptr;
    const Made& made = found->second;
    return stamps_of(made.filter->files()) == made.files ? &made : nullptr;
  }

  std::optional<std::filesystem::path> find(const std::string& name) {
    const auto file = find_plugin(name, set_.surroundings_.plugin_path);
    if (file) return *file;
    problems_.push_back({settings_.file.string(), 0, 0, file.error().message});
    return std::nullopt;
  }

  std::shared_ptr<const Plugin> load(const std::string& name) {
    const auto known = plugins_.find(name);
    if (known != plugins_.end()) return known->second;
    auto& plugin = plugins_[name];
    const auto file = find(name);
    if (!file) return nullptr;
    auto loaded = Plugin::load(*file, running_ != nullptr ? running_->plugins_ : set_.plugins_);
    if (!loaded)
      problems_.push_back({{}, 0, 0, loaded.error().message});
    else
      set_.plugins_.push_back(plugin = *loaded);
    return plugin;
  }

  const Settings& settings_;
  ChainSet& set_;
  Problems problems_;
  const ChainSet* running_;                                                    // null at start
  std::map<std::string, std::shared_ptr<const Plugin>, std::less<>> plugins_;  // by name; null when it did not load
  FilterLog log_;
};

ChainSet::Built ChainSet::build(const Settings& settings, Surroundings surroundings, const ChainSet* running) {
  FilterLog log = surroundings.log;
  auto limited = std::make_shared<RateLimitedLog>(log);
  surroundings.log = [limited](Level level, std::string_view filter, std::string_view message) {
    (*limited)(level, filter, message);
  };
  std::unique_ptr<ChainSet> set{new ChainSet{std::move(surroundings)}};
  Problems problems = Builder{settings, *set, running, std::move(log)}.run();
  if (!problems.empty()) return problems;
  return set;
}

const Chain& ChainSet::for_site(std::string_view site) const {
  const auto own = by_site_.find(site);
  return own == by_site_.end() ? *common_ : own->second;
}

Problems ChainSet::try_out() const {
  Problems problems;
  const auto comment =
      parse_comment(R"({"id":"self-test","article":"self-test","author":{"id":"self-test"},"text":"A comment to see )"
                    R"(whether all is well."})",
                    {});
  for (const auto& filter : fresh_) {
    const Answer answer = filter->check(to_abi(*comment, now(), 0));
    if (answer.error)
      problems.push_back({{}, 0, 0, "filter \"" + filter->name() + "\" fails its self-test: " + *answer.error});
  }
  return problems;
}

void ChainSet::remember(const moderato_decision& decision, AtWork* at_work) const {
  std::uint16_t place = 0;
  for (const auto& filter : remembering_) {
    ++place;
    if (at_work != nullptr) at_work->doing(place);
    filter->remember(decision);
  }
}

void ChainSet::forget(std::span<const moderato_comment* const> comments) const {
  for (const auto& filter : filters_) filter->forget(comments);
}

}  // namespace moderato
