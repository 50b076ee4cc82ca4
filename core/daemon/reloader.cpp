#include "daemon/reloader.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <future>
#include <iterator>
#include <thread>
#include <utility>

#include "chain/changes.hpp"
#include "comment/json_text.hpp"
#include "daemon/notify.hpp"

namespace moderato {
namespace {

// How long comments under way may take to be decided before a reload gives up. They are decided meanwhile; only new
// ones wait.
constexpr std::chrono::seconds drain_patience{60};
constexpr std::chrono::milliseconds between_looks{2};

// A replay that tells fewer leaves little enough to be told while comments wait.
constexpr std::int64_t few_decisions = 1'000;
constexpr int most_rounds = 20;

Problem problem(std::string message) {
  return {{}, 0, 0, std::move(message)};
}

// Nothing is taken in while it lives.
class HeldIntake {
 public:
  HeldIntake(Counters& counters, Outbound& outbound) : counters_(counters), outbound_(outbound) {
    counters_.waiting = true;
  }
  ~HeldIntake() {
    counters_.waiting = false;
    outbound_.wake_intake();
  }
  HeldIntake(const HeldIntake&) = delete;
  HeldIntake& operator=(const HeldIntake&) = delete;

 private:
  Counters& counters_;
  Outbound& outbound_;
};

void append_list(std::string& out, std::string_view name, const std::vector<std::string>& texts) {
  out += ",\"";
  out += name;
  out += "\":[";
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (i > 0) out += ',';
    append_json_string(out, valid_utf8(texts[i]));
  }
  out += ']';
}

std::vector<std::string> texts_of(const Problems& problems) {
  std::vector<std::string> texts;
  for (const Problem& each : problems) texts.push_back(each.text());
  return texts;
}

}  // namespace

std::vector<std::string> needing_restart(const Settings& running, const Settings& next) {
  const IntakeSettings& was = running.intake;
  const IntakeSettings& is = next.intake;
  const std::array compared{
      std::pair{"workers", running.workers == next.workers},
      std::pair{"intake.queue", was.queue == is.queue},
      std::pair{"intake.desk", was.desk == is.desk},
      std::pair{"intake.max_text_bytes", was.limits.text_bytes == is.limits.text_bytes},
      std::pair{"intake.max_frame_bytes", was.limits.frame_bytes == is.limits.frame_bytes},
      std::pair{"intake.max_in_flight", was.max_in_flight == is.max_in_flight},
      std::pair{"intake.max_per_client", was.max_per_client == is.max_per_client},
      std::pair{"access.curve_key", running.access.curve_key == next.access.curve_key},
      std::pair{"feed.publish", running.feed.publish == next.feed.publish},
      std::pair{"feed.max_queued", running.feed.max_queued == next.feed.max_queued},
      std::pair{"control.endpoint", running.control.endpoint == next.control.endpoint},
      std::pair{"ledger.path", running.ledger.path == next.ledger.path},
      std::pair{"ledger.commit_rows", running.ledger.commit_rows == next.ledger.commit_rows},
      std::pair{"monitor.endpoint", running.monitor.endpoint == next.monitor.endpoint},
      std::pair{"monitor.hang_after", running.monitor.hang_after == next.monitor.hang_after},
      std::pair{"privacy.objection", running.privacy.objection == next.privacy.objection},
      std::pair{"privacy.retention", running.privacy.retention == next.privacy.retention},
      std::pair{"log.format", running.log.format == next.log.format},
      std::pair{"log.comments", running.log.comments == next.log.comments},
  };
  std::vector<std::string> changed;
  for (const auto& [name, same] : compared)
    if (!same) changed.emplace_back(name);
  return changed;
}

Reloader::Reloader(Settings running, Parts parts) : running_(std::move(running)), parts_(std::move(parts)) {}

void Reloader::run() {
  for (auto requests = inbox_.take_all(); !requests.empty(); requests = inbox_.take_all()) {
    // Those who asked for the same meanwhile get the same answer.
    for (const bool dry_run : {false, true}) {
      if (std::ranges::none_of(requests, [=](const ReloadRequest& each) { return each.dry_run == dry_run; })) continue;
      const LiveChains::Chains before = parts_.live.now();
      if (!dry_run) notify_reloading();
      const Outcome outcome = reload(dry_run);
      if (!dry_run) notify_ready();
      log_outcome(outcome, dry_run);
      const std::string body = answer(outcome, dry_run);
      for (const ReloadRequest& request : requests) {
        if (request.dry_run != dry_run || !request.caller) continue;
        parts_.outbound.add(*request.caller, body);
        --parts_.counters.asked;
      }
      parts_.outbound.post();
      // The old chains go when the last batch they judge is done. Not on the way of a comment: it may take a while.
      if (parts_.live.now() != before) (void)wait_until([&] { return before.use_count() == 1; });
    }
  }
}

Reloader::Outcome Reloader::reload(bool dry_run) {
  try {
    return attempt(dry_run);
  } catch (const std::exception& error) {
    return Problems{problem(error.what())};
  }
}

Reloader::Outcome Reloader::attempt(bool dry_run) {
  parts_.log->info("{} the configuration", dry_run ? "trying" : "reloading");
  Loaded loaded = running_.file.empty() ? load_embedded() : load_settings(running_.file);
  if (auto* problems = std::get_if<Problems>(&loaded)) return std::move(*problems);
  auto& settings = std::get<Settings>(loaded);
  Problems problems;
  for (const std::string& name : needing_restart(running_, settings))
    problems.push_back({settings.file.string(), 0, 0,
                        name + " can't change while the daemon runs: restart it, or put the old value back"});

  const LiveChains::Chains running = parts_.live.now();
  auto built = ChainSet::build(settings, parts_.surroundings(settings), running.get());
  if (auto* wrong = std::get_if<Problems>(&built)) {
    std::ranges::move(*wrong, std::back_inserter(problems));
    return problems;
  }
  const LiveChains::Chains next{std::move(std::get<std::unique_ptr<ChainSet>>(built))};
  std::ranges::move(next->try_out(), std::back_inserter(problems));
  if (!problems.empty()) return problems;

  Changes found = changes({running_, *running}, {settings, *next});
  if (running_.log.level != settings.log.level) found.emplace_back("log.level");
  if (running_.access.clients != settings.access.clients) found.emplace_back("access.client");
  if (dry_run) return found;
  if (Problems failed = take_over(next); !failed.empty()) return failed;
  parts_.log->set_level(settings.log.level);
  parts_.guard.replace(settings.access.clients);
  running_ = std::move(settings);
  return found;
}

Problems Reloader::take_over(const LiveChains::Chains& next) {
  Students::Filters students;
  std::ranges::copy_if(next->fresh(), std::back_inserter(students),
                       [](const auto& filter) { return filter->lookback().decisions != 0; });
  if (!students.empty()) return take_over_with_the_past(next, students);
  parts_.live.replace(next);
  return {};
}

// A filter that remembers has to know what the ledger knows when it begins to decide, no more and no less.
Problems Reloader::take_over_with_the_past(const LiveChains::Chains& next, const Students::Filters& filters) {
  const std::lock_guard lock{parts_.past};
  const Students students{filters, *parts_.ledger};
  const auto teach = [&](const moderato_decision& decision) { students.tell(decision); };
  Replayed past{students.from(), few_decisions};
  std::int64_t told = 0;
  for (int round = 0; round < most_rounds && past.told >= few_decisions; ++round) {
    past = replay(*parts_.ledger, past.next, no_end, teach, parts_.stopping);
    told += past.told;
  }
  // What the old filter has judged and the ledger does not know yet, the new one would not know either.
  const HeldIntake held{parts_.counters, parts_.outbound};
  if (!wait_until([this] { return parts_.counters.in_flight == 0; }))
    return {problem("the comments under way were not all decided and written within a minute; try again later")};

  std::packaged_task<void()> rest{[&] {
    told += replay(*parts_.ledger, past.next, no_end, teach, parts_.stopping).told;
    parts_.live.replace(next);
  }};
  auto done = rest.get_future();
  // Whoever is first: the recorder, which then does it, or we, who give up and take what it points to away.
  const auto decided = std::make_shared<std::atomic<bool>>(false);
  parts_.recorder.push(std::make_unique<Interlude>(Interlude{[&rest, decided] {
    if (!decided->exchange(true)) rest();
  }}));
  if (!wait_until([&] { return done.wait_for(std::chrono::seconds{0}) == std::future_status::ready; }) &&
      !decided->exchange(true))
    return {problem("the ledger could not be written for a minute; try again when it can be")};
  done.get();
  parts_.log->info("told the new filters {} earlier decisions", told);
  return {};
}

bool Reloader::wait_until(const std::function<bool()>& done) const {
  const auto deadline = std::chrono::steady_clock::now() + drain_patience;
  while (!done()) {
    if (parts_.stopping || std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(between_looks);
  }
  return true;
}

void Reloader::log_outcome(const Outcome& outcome, bool dry_run) {
  if (const auto* problems = std::get_if<Problems>(&outcome)) {
    if (!dry_run) {
      ++parts_.counters.reloads_refused;
      parts_.log->error("the configuration was not reloaded; the running one stays");
    }
    for (const Problem& each : *problems) parts_.log->error("{}", each.text());
    return;
  }
  if (dry_run) return;
  const auto& changes = std::get<Changes>(outcome);
  parts_.log->info("reloaded: chain {}, {}", parts_.live.now()->for_site("").hash(),
                   changes.empty() ? "nothing changed" : std::to_string(changes.size()) + " changes");
  for (const std::string& change : changes) parts_.log->info("changed: {}", change);
}

std::string Reloader::answer(const Outcome& outcome, bool dry_run) const {
  std::string body;
  if (const auto* problems = std::get_if<Problems>(&outcome)) {
    append_error(body, {"reload.refused", "the running configuration stays: " + problems->front().text()});
    body.pop_back();
    append_list(body, "problems", texts_of(*problems));
    return body + "}";
  }
  body = std::string{R"({"reloaded":)"} + (dry_run ? "false" : "true");
  body += ",\"reloads\":" + std::to_string(parts_.live.generation()) + ",\"chain\":";
  append_json_string(body, parts_.live.now()->for_site("").hash());
  append_list(body, "changes", std::get<Changes>(outcome));
  return body + "}";
}

}  // namespace moderato
