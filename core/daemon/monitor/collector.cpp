#include "daemon/monitor/collector.hpp"

#include <algorithm>
#include <set>
#include <string_view>

#include "chain/content_hash.hpp"
#include "daemon/monitor/process_metrics.hpp"
#include "daemon/places.hpp"

namespace moderato {
namespace {

double number(const std::atomic<std::uint64_t>& count) {
  return static_cast<double>(count.load(std::memory_order_relaxed));
}

constexpr std::array topics{Topic::approved, Topic::held, Topic::rejected, Topic::withdrawn, Topic::erased};

}  // namespace

void Collector::attach(Parts parts) {
  const std::lock_guard lock{mutex_};
  parts_.emplace(std::move(parts));
}

std::string Collector::text(State state) {
  const std::lock_guard lock{mutex_};
  Families all;
  all.info("moderato_build_info", "The version that runs.", {{"version", std::string{version()}}});
  all.gauge("moderato_stuck", "Threads that are stuck; /healthz says at what.", static_cast<double>(state.stuck));
  all.gauge("moderato_ready", "1 when comments are taken in and decided; /readyz says why not.", state.ready ? 1 : 0);
  add_comments(all);
  if (parts_) {
    const LiveChains::Chains chains = parts_->live.now();
    add_filters(all, *chains);
    add_configuration(all, chains);
    add_ledger(all);
  }
  add_process_metrics(all, started_);
  return all.text();
}

void Collector::add_comments(Families& to) const {
  to.counter("moderato_received_total", "Comments taken in, also those sent again.", number(counters_.received));
  to.counter("moderato_resubmitted_total", "Comments sent again, and answered with what was decided before.",
             number(counters_.resubmitted));
  to.counter("moderato_malformed_total", "Messages that were refused: no comment and no article.",
             number(counters_.malformed));
  to.counter("moderato_busy_total", "Messages whose senders were told to come back: more came than could be judged.",
             number(counters_.busy));
  constexpr std::string_view decided = "Decisions on disk: of the chain and of moderators.";
  const auto of = [&](Topic topic) -> const std::atomic<std::uint64_t>& {
    switch (topic) {
      case Topic::approved:
        return counters_.approved;
      case Topic::held:
        return counters_.held;
      case Topic::rejected:
        return counters_.rejected;
      case Topic::withdrawn:
        return counters_.withdrawn;
      case Topic::erased:
        break;
    }
    return counters_.erased;
  };
  for (const Topic topic : topics)
    to.counter("moderato_decisions_total", decided, number(of(topic)), {{"decision", std::string{to_string(topic)}}});
  for (const SiteCounts::Row& row : counters_.sites.rows())
    for (const Topic topic : topics)
      to.counter("moderato_site_decisions_total",
                 "Decisions by site. Sites beyond the first hundred, and those that are named so, are \"other\".",
                 static_cast<double>(row.decided[static_cast<std::size_t>(topic)]),
                 {{"site", std::string{row.site}}, {"decision", std::string{to_string(topic)}}});

  constexpr std::string_view stages =
      "How long comments took: judging (taken in to judged), writing (judged to on disk), whole (both).";
  to.histogram("moderato_stage_seconds", stages, counters_.judging.snapshot(), {{"stage", "judging"}});
  to.histogram("moderato_stage_seconds", stages, counters_.writing.snapshot(), {{"stage", "writing"}});
  to.histogram("moderato_stage_seconds", stages, counters_.whole.snapshot(), {{"stage", "whole"}});

  constexpr std::string_view waiting =
      "Waiting to be judged, to be written, to be published, and requests to control that wait for an answer.";
  const auto in_flight = static_cast<double>(counters_.in_flight.load());
  const double to_write = std::min(static_cast<double>(counters_.to_write.load()), in_flight);
  to.gauge("moderato_waiting", waiting, in_flight - to_write, {{"queue", "judging"}});
  to.gauge("moderato_waiting", waiting, to_write, {{"queue", "writing"}});
  if (parts_) {
    const double to_publish = number(counters_.approved) + number(counters_.held) + number(counters_.rejected) +
                              number(counters_.withdrawn) + number(counters_.erased) -
                              static_cast<double>(parts_->feed.published());
    to.gauge("moderato_waiting", waiting, std::max(to_publish, 0.0), {{"queue", "publishing"}});
  }
  to.gauge("moderato_waiting", waiting, static_cast<double>(counters_.asked.load()), {{"queue", "requests"}});
  to.gauge("moderato_in_flight", "Messages taken in and not yet on disk.", in_flight);
  if (!parts_) return;
  to.gauge("moderato_in_flight_limit", "At so many in flight, senders wait (intake.max_in_flight).",
           static_cast<double>(parts_->max_in_flight));
  to.counter("moderato_published_total", "Decisions sent to the feed.", static_cast<double>(parts_->feed.published()));
}

void Collector::add_filters(Families& to, const ChainSet& chains) const {
  constexpr std::string_view findings = "What filters found, also those that have no effect.";
  for (const auto& [name, counters] : chains.counters()) {
    to.counter("moderato_filter_findings_total", findings, number(counters->passed),
               {{"filter", name}, {"action", "pass"}});
    to.counter("moderato_filter_findings_total", findings, number(counters->held),
               {{"filter", name}, {"action", "hold"}});
    to.counter("moderato_filter_findings_total", findings, number(counters->rejected),
               {{"filter", name}, {"action", "reject"}});
    to.counter("moderato_filter_findings_total", findings, number(counters->approved),
               {{"filter", name}, {"action", "approve"}});
    to.counter("moderato_filter_errors_total", "Comments that a filter could not judge: its on_error decided.",
               number(counters->errors), {{"filter", name}});
    to.counter("moderato_filter_over_budget_total", "Answers that took longer than the filter's budget_ms.",
               number(counters->over_budget), {{"filter", name}});
    to.counter("moderato_filter_restarts_total", "How often an isolated filter's process had to be started again.",
               number(counters->restarts), {{"filter", name}});
    to.histogram("moderato_filter_seconds", "How long a filter took for a comment.", counters->took.snapshot(),
                 {{"filter", name}});
  }
}

void Collector::add_configuration(Families& to, const LiveChains::Chains& chains) {
  const auto reloads = static_cast<double>(parts_->live.generation());
  to.counter("moderato_reloads_total", "Reloads by outcome; after one that was refused the old configuration goes on.",
             reloads, {{"result", "taken"}});
  to.counter("moderato_reloads_total", "", number(counters_.reloads_refused), {{"result", "refused"}});
  to.gauge("moderato_configuration_generation", "How often the chains were replaced.", reloads);
  to.gauge("moderato_workers", "Threads that judge comments.", static_cast<double>(parts_->workers));
  const auto chain_info = [&](const std::string& site, const Chain& chain) {
    to.info("moderato_chain_info", "What decides: the hash that verdicts carry, for sites with a chain of their own.",
            {{"site", site}, {"chain", std::string{chain.hash()}}});
  };
  chain_info("", chains->for_site(""));
  for (const auto& [site, chain] : chains->sites()) chain_info(site, chain);
  std::set<std::pair<std::string, std::string>> told;
  for (const auto& filter : chains->filters()) {
    const Plugin& plugin = filter->plugin();
    if (!told.emplace(plugin.file().string(), plugin.content_hash()).second) continue;
    to.info("moderato_plugin_info", "Plugins that filters come from, by their content.",
            {{"plugin", plugin.table().name},
             {"version", plugin.table().version},
             {"file", plugin.file().string()},
             {"hash", plugin.content_hash()}});
  }

  if (hashed_.lock() != chains) {
    models_.clear();
    for (const auto& filter : chains->filters())
      for (const auto& file : filter->files()) {
        ModelFile model{filter->name(), file.string(), content_hash_of(file).value_or("")};
        const auto same = [&](const ModelFile& each) { return each.filter == model.filter && each.file == model.file; };
        if (std::ranges::none_of(models_, same)) models_.push_back(std::move(model));
      }
    hashed_ = chains;
  }
  for (const ModelFile& model : models_)
    to.info("moderato_model_info", "Files that filters' options name, by their content when they were read.",
            {{"filter", model.filter}, {"file", model.file}, {"hash", model.hash}});
}

void Collector::add_ledger(Families& to) {
  to.histogram("moderato_commit_seconds", "How long commits to the ledger took, until they were on disk.",
               counters_.commits.snapshot());
  to.gauge("moderato_ledger_writable", "0 while the ledger can't be used, and nothing is taken in.",
           counters_.ledger.usable() ? 1 : 0);
  try {
    const LedgerReader::Totals totals = parts_->ledger->totals();
    to.gauge("moderato_held", "Comments that wait for a moderator.", static_cast<double>(totals.held));
    to.gauge("moderato_ledger_last_seq", "The newest decision's number.", static_cast<double>(totals.last.value));
    to.gauge("moderato_ledger_bytes", "Size of the ledger's files.", static_cast<double>(totals.file_bytes));
  } catch (const std::exception&) {
    // The rest is told all the more: it is wanted most when the disk fails.
  }
}

}  // namespace moderato
