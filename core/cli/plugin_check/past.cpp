#include "cli/plugin_check/past.hpp"

namespace moderato::cli::plugin_check {

Past live_past(Subject& subject, std::size_t count) {
  Past past;
  for (std::size_t i = 0; i < count; ++i) {
    const Action action = decision_of(subject.check(i));
    subject.remember(i, action, false);
    past.decisions.push_back({i, action});
    // Now and then a moderator lets through what was held: one more decision on it.
    constexpr std::size_t reviewed = 3;
    if (action == Action::hold && i % reviewed == 0) {
      subject.remember(i, Action::approve, false);
      past.decisions.push_back({i, Action::approve});
    }
  }
  past.next = count;
  return past;
}

std::string first_difference(const Trial& trial, Subject& one, Subject& other, std::size_t begin, std::size_t end) {
  for (std::size_t i = begin; i < end; ++i) {
    const Answer answer = one.check(i);
    const Answer others = other.check(i);
    if (text_of(answer) != text_of(others))
      return trial.name_of(i) + ": \"" + text_of(answer) + "\" and \"" + text_of(others) + "\"";
    one.remember(i, decision_of(answer), false);
    other.remember(i, decision_of(answer), false);
  }
  return {};
}

}  // namespace moderato::cli::plugin_check
