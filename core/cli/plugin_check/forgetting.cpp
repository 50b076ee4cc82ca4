#include <algorithm>
#include <set>
#include <string_view>

#include "cli/plugin_check/checks.hpp"
#include "cli/plugin_check/past.hpp"

namespace moderato::cli::plugin_check {
namespace {

constexpr std::string_view check = "forgetting";

// Each author's are erased, or none of them: what a filter counts of an author is then gone, or untouched.
bool is_erased(const GoldenComment& comment) {
  return (comment.frame.author_id.size() + static_cast<unsigned char>(comment.frame.author_id.back())) % 2 == 0;
}

}  // namespace

Outcome check_forgetting(const Workbench& bench) {
  if (abi::forget(bench.table()) == nullptr) {
    if (bench.table().remember == nullptr)
      return {{not_asked(std::string{check}, "it remembers nothing that it could forget")}, {}};
    return {
        {{std::string{check}, State::failed, "it remembers, and has no forget",
          "what is erased by law is erased from its memory", "fill `forget` in the table (moderato/abi.h, since 1.2)"}},
        {}};
  }
  const Trial& trial = bench.trial();
  const std::size_t told = trial.comments.size() / 3;
  const auto subject = bench.create();
  std::vector<std::size_t> unknown;
  for (std::size_t i = told; i < told + 10 && i < trial.comments.size(); ++i) unknown.push_back(i);
  subject->forget(unknown);

  const Past past = live_past(*subject, told);
  std::vector<std::size_t> erased;
  Past rest;
  for (std::size_t i = 0; i < told; ++i)
    if (is_erased(trial.comments[i])) erased.push_back(i);
  for (const Past::Decided& decided : past.decisions)
    if (!is_erased(trial.comments[decided.comment])) rest.decisions.push_back(decided);
  subject->forget(erased);
  subject->forget(erased);

  Outcome outcome;
  for (std::size_t i = told; i < trial.comments.size(); ++i) {
    const Answer answer = subject->check(i);
    if (!answer.error) continue;
    outcome.lines.push_back({std::string{check}, State::failed,
                             "after forgetting, " + trial.name_of(i) + ": " + *answer.error, "judging goes on",
                             "forget what is known of the comments, and whatever is not known is no error"});
    return outcome;
  }
  outcome.lines.push_back(ok(std::string{check}, "goes on after forgetting " + std::to_string(erased.size()) + " of " +
                                                     std::to_string(told) + " comments, twice"));
  return outcome;
}

}  // namespace moderato::cli::plugin_check
