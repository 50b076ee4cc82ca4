#include <algorithm>

#include "cli/plugin_check/checks.hpp"
#include "cli/plugin_check/proper.hpp"
#include "cli/terminal.hpp"

namespace moderato::cli::plugin_check {
namespace {

// A kind of mistake, and where it was seen first.
struct Mistake {
  std::string error;
  std::size_t comment = 0;
  std::size_t times = 1;
};

std::string counts_of(const std::vector<Answer>& answers) {
  std::string text;
  for (const Action action : {Action::pass, Action::hold, Action::reject, Action::approve}) {
    const auto count =
        std::ranges::count_if(answers, [&](const Answer& answer) { return answer.finding.action == action; });
    if (count != 0) text += (text.empty() ? "" : ", ") + std::string{to_string(action)} + " " + std::to_string(count);
  }
  return text;
}

}  // namespace

Outcome check_comments(const Workbench& bench) {
  constexpr std::size_t most_shown = 5;
  const std::vector<GoldenComment>& comments = bench.trial().comments;
  const auto subject = bench.create();
  std::vector<Answer> answers;
  std::vector<Mistake> mistakes;
  for (std::size_t i = 0; i < comments.size(); ++i) {
    const Answer& answer = answers.emplace_back(subject->check(i));
    if (!answer.error) continue;
    const auto known = std::ranges::find(mistakes, *answer.error, &Mistake::error);
    if (known != mistakes.end())
      ++known->times;
    else if (mistakes.size() < most_shown)
      mistakes.push_back({*answer.error, i});
  }
  Outcome outcome;
  for (const Mistake& mistake : mistakes) {
    std::string found = bench.trial().name_of(mistake.comment) + ": " + mistake.error + "; text \"" +
                        one_line(comments[mistake.comment].frame.text, 60) + "\"";
    if (mistake.times > 1) found += ", and " + std::to_string(mistake.times - 1) + " more such";
    outcome.lines.push_back(
        {"comments", State::failed, std::move(found), "one proper answer to any comment", advice_for(mistake.error)});
  }
  if (outcome.lines.empty())
    outcome.lines.push_back(ok("comments", std::to_string(comments.size()) + " comments, seed " +
                                               std::to_string(bench.trial().seed) + ": " + counts_of(answers)));
  return outcome;
}

}  // namespace moderato::cli::plugin_check
