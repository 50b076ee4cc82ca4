#include "daemon/stats.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <stdexcept>
#include <utility>

#include "daemon/places.hpp"

namespace moderato {
namespace {

namespace json = boost::json;

json::object times(const Histogram::Snapshot& of, bool buckets) {
  json::object told{
      {"count", of.count()}, {"mean_us", of.mean()}, {"p50_us", of.quantile(.5)}, {"p99_us", of.quantile(.99)}};
  if (buckets) told.emplace("buckets", json::value_from(of.buckets));
  return told;
}

json::object filter_stats(const RunningFilter& filter, const FilterCounters& counters, bool buckets) {
  json::object told{{"name", filter.name()},
                    {"plugin", filter.plugin().table().name},
                    {"version", filter.plugin().table().version},
                    {"passed", counters.passed.load()},
                    {"held", counters.held.load()},
                    {"rejected", counters.rejected.load()},
                    {"approved", counters.approved.load()},
                    {"errors", counters.errors.load()},
                    {"over_budget", counters.over_budget.load()},
                    {"restarts", counters.restarts.load()}};
  for (auto& [key, value] : times(counters.took.snapshot(), buckets))
    told.emplace(key == "count" ? json::string_view{"checked"} : json::string_view{key}, std::move(value));
  return told;
}

json::array filters_of(const ChainSet& chains, bool buckets) {
  json::array filters;
  for (const auto& [name, counters] : chains.counters()) {
    const auto named = [&name = name](const auto& filter) { return filter->name() == name; };
    const auto filter = std::ranges::find_if(chains.filters(), named);
    if (filter != chains.filters().end()) filters.push_back(filter_stats(**filter, *counters, buckets));
  }
  return filters;
}

// Of a ledger that can't be read there are no totals, and all else is still worth knowing.
json::object ledger_stats(LedgerReader& ledger, const LedgerHealth& health) {
  std::string why = health.why();
  json::object stats{{"held", nullptr}, {"last_seq", nullptr}, {"ledger_bytes", nullptr}};
  json::object state{{"writable", why.empty()}};
  try {
    const LedgerReader::Totals totals = ledger.totals();
    stats["held"] = totals.held;
    stats["last_seq"] = totals.last.value;
    stats["ledger_bytes"] = totals.file_bytes;
  } catch (const std::runtime_error& error) {
    if (why.empty()) why = std::string{"The ledger can't be read: "} + error.what() + ".";
  }
  if (!why.empty()) state["why"] = why;
  stats["ledger"] = std::move(state);
  return stats;
}

}  // namespace

json::object stats_of(const StatsSources& from, bool buckets) {
  const LiveChains::Chains chains = from.live.now();
  const Counters& counters = from.counters;
  const Histogram::Snapshot commits = counters.commits.snapshot();
  const std::uint64_t approved = counters.approved;
  const std::uint64_t held = counters.held;
  const std::uint64_t rejected = counters.rejected;
  const std::uint64_t withdrawn = counters.withdrawn;
  const std::uint64_t erased = counters.erased;
  const std::uint64_t decided = approved + held + rejected + withdrawn + erased;
  const std::size_t in_flight = counters.in_flight;
  const std::size_t to_write = std::min(counters.to_write.load(), in_flight);
  const auto uptime = std::chrono::steady_clock::now() - from.started;
  json::object stats{{"version", version()},
                     {"uptime_s", std::chrono::duration_cast<std::chrono::seconds>(uptime).count()},
                     {"chain", chains->for_site("").hash()},
                     {"reloads", from.live.generation()},
                     {"reloads_refused", counters.reloads_refused.load()},
                     {"workers", from.workers},
                     {"received", counters.received.load()},
                     {"resubmitted", counters.resubmitted.load()},
                     {"malformed", counters.malformed.load()},
                     {"busy", counters.busy.load()},
                     {"decided", json::object{{"approved", approved},
                                              {"held", held},
                                              {"rejected", rejected},
                                              {"withdrawn", withdrawn},
                                              {"erased", erased}}},
                     {"in_flight", in_flight},
                     {"max_in_flight", from.max_in_flight},
                     {"waiting", json::object{{"judging", in_flight - to_write},
                                              {"writing", to_write},
                                              {"publishing", decided > from.published ? decided - from.published : 0},
                                              {"requests", counters.asked.load()}}},
                     {"stages", json::object{{"judging", times(counters.judging.snapshot(), buckets)},
                                             {"writing", times(counters.writing.snapshot(), buckets)},
                                             {"whole", times(counters.whole.snapshot(), buckets)}}},
                     {"commits", commits.count()},
                     {"commit_us", static_cast<std::uint64_t>(commits.mean())},
                     {"commit_times", times(commits, buckets)},
                     {"feed", json::object{{"published", from.published}}},
                     {"filters", filters_of(*chains, buckets)}};
  for (auto& [name, value] : ledger_stats(from.ledger, counters.ledger)) stats[name] = std::move(value);
  return stats;
}

}  // namespace moderato
