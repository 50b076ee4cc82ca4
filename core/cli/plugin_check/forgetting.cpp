#include <numeric>
#include <string_view>
#include <utility>

#include "cli/plugin_check/checks.hpp"
#include "cli/plugin_check/past.hpp"

namespace moderato::cli::plugin_check {
namespace {

Line not_forgotten(std::string found, std::string expected) {
  return {"forgetting", State::failed, std::move(found), std::move(expected),
          "let go in forget() of all that is kept of these comments; what is not known is no error"};
}

}  // namespace

Outcome check_forgetting(const Workbench& bench) {
  if (bench.table().remember == nullptr)
    return {{not_asked("forgetting", "it remembers nothing that it could forget")}, {}};
  if (abi::forget(bench.table()) == nullptr)
    return {{not_forgotten("it remembers, and has no forget", "what is erased by law is erased from its memory")}, {}};
  const Trial& trial = bench.trial();
  const std::size_t told = trial.comments.size() / 3;

  // Some of what it knows, twice, and some of what it never heard of.
  const auto subject = bench.create();
  (void)live_past(*subject, told);
  std::vector<std::size_t> some;
  for (std::size_t i = 0; i < told + told / 2; i += 3) some.push_back(i);
  subject->forget(some);
  subject->forget(some);
  for (std::size_t i = told; i < trial.comments.size(); ++i)
    if (const Answer answer = subject->check(i); answer.error)
      return {{not_forgotten("after forgetting, " + trial.name_of(i) + ": " + *answer.error, "judging goes on")}, {}};

  // All that it knows.
  const auto emptied = bench.create();
  (void)live_past(*emptied, told);
  std::vector<std::size_t> all(told);
  std::iota(all.begin(), all.end(), 0U);
  emptied->forget(all);
  const auto fresh = bench.create();
  fresh->forget(some);
  const Differences differences = compare(trial, *emptied, *fresh, told, trial.comments.size());
  const std::string told_so_many = std::to_string(told) + " comments";
  if (differences.count == 0)
    return {{ok("forgetting",
                "goes on after forgetting some of " + told_so_many + ", and knows nothing after forgetting all")},
            {}};
  return {{{"forgetting", State::warning,
            "told " + told_so_many + ", all erased since, and told nothing, answers differ for " + differences.text(),
            "nothing is left of what was erased, but for counts that name nobody",
            "see in forget() that what is kept of a comment goes with it"}},
          {}};
}

}  // namespace moderato::cli::plugin_check
