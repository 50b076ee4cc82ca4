#include <algorithm>

#include "cli/plugin_check/checks.hpp"
#include "cli/plugin_check/past.hpp"

namespace moderato::cli::plugin_check {
namespace {

// As many as a filter wants told again, and as are that recent; at most a third of all.
std::size_t decisions_within(const Lookback& back, const std::vector<GoldenComment>& comments) {
  std::size_t count = comments.size() / 3;
  if (back.decisions > 0) count = std::min(count, static_cast<std::size_t>(back.decisions));
  if (back.time.count() > 0)
    while (count > 0 && comments[count].now - comments[0].now > back.time) --count;
  return count;
}

}  // namespace

Outcome check_replay(const Workbench& bench) {
  if (bench.table().remember == nullptr)
    return {{not_asked("replay", "it remembers nothing: it is never told of decisions")}, {}};
  const Trial& trial = bench.trial();
  {
    // Decisions on comments that it was never asked about come first at every start.
    const auto fresh = bench.create();
    const std::size_t last = trial.comments.size() - 1;
    fresh->remember(last, {.action = Action::approve, .replayed = true});
    fresh->remember(last, {.action = Action::reject});
    (void)fresh->check(0);
  }
  // Decisions come without context: what it made of that it can't know again.
  const auto live = bench.create();
  live->leave_out_context();
  const Lookback back = live->lookback();
  if (back.time.count() == 0 && back.decisions == 0)
    return {{not_asked("replay", "it wants nothing told again at start (lookback), and begins anew")}, {}};

  const std::size_t count = decisions_within(back, trial.comments);
  const Past past = live_past(*live, count);
  const auto restarted = bench.create();
  restarted->leave_out_context();
  past.tell_again(*restarted);
  const std::size_t end = std::min(trial.comments.size(), past.next + trial.comments.size() / 3);
  const Differences differences = compare(trial, *live, *restarted, past.next, end);
  const std::string told = std::to_string(past.decisions.size()) + " decisions";
  if (differences.count == 0) return {{ok("replay", "told " + told + " live or again at start, it judges alike")}, {}};
  return {{{"replay", differences.few() ? State::warning : State::failed,
            "after " + told + ", told live and told again at start, answers differ for " + differences.text(),
            "a filter that was restarted judges like one that was not",
            "keep in remember() all that is to last, and take replayed decisions like live ones"}},
          {}};
}

}  // namespace moderato::cli::plugin_check
