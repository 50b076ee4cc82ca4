#include "cli/plugin_check/past.hpp"

namespace moderato::cli::plugin_check {
namespace {

// Scores may be estimates, and messages name what was found first.
std::string kind_of(const Answer& answer) {
  return answer.error ? "error" : std::string{to_string(answer.finding.action)} + " " + answer.finding.code;
}

}  // namespace

Past live_past(Subject& subject, std::size_t count) {
  Past past;
  for (std::size_t i = 0; i < count; ++i) {
    const Decided decided{.action = decision_of(subject.check(i))};
    past.decisions.emplace_back(i, decided);
    subject.remember(i, decided);
    // Now and then a moderator lets through what was held: one more decision on it.
    constexpr std::size_t reviewed = 3;
    if (decided.action != Action::hold || i % reviewed != 0) continue;
    past.decisions.emplace_back(i, Decided{.action = Action::approve, .by = "a moderator"});
    subject.remember(i, past.decisions.back().second);
  }
  past.next = count;
  return past;
}

Differences compare(const Trial& trial, Subject& one, Subject& other, std::size_t begin, std::size_t end) {
  Differences differences;
  for (std::size_t i = begin; i < end; ++i) {
    const Answer answer = one.check(i);
    const Answer others = other.check(i);
    ++differences.compared;
    if (kind_of(answer) != kind_of(others) && differences.count++ == 0)
      differences.first = trial.name_of(i) + ": \"" + text_of(answer) + "\" and \"" + text_of(others) + "\"";
    one.remember(i, {.action = decision_of(answer)});
    other.remember(i, {.action = decision_of(answer)});
  }
  return differences;
}

}  // namespace moderato::cli::plugin_check
