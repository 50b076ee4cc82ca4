#include "cli/plugin_check/checks.hpp"

namespace moderato::cli::plugin_check {

// Both are told each decision as well: for those that remember, the past is part of the question.
Outcome check_determinism(const Workbench& bench) {
  const auto first = bench.create();
  const auto second = bench.create();
  const std::size_t count = bench.trial().comments.size();
  for (std::size_t i = 0; i < count; ++i) {
    const Answer one = first->check(i);
    const Answer other = second->check(i);
    if (text_of(one) != text_of(other))
      return {
          {{"determinism", State::failed,
            bench.trial().name_of(i) + ": one filter says \"" + text_of(one) + "\", another \"" + text_of(other) + "\"",
            "two fresh filters that saw the same say the same",
            "judge by now(), not by the clock; keep no state outside the filter; roll no dice"}},
          {}};
    first->remember(i, {.action = decision_of(one)});
    second->remember(i, {.action = decision_of(one)});
  }
  return {{ok("determinism", "two filters agree on " + std::to_string(count) + " comments")}, {}};
}

}  // namespace moderato::cli::plugin_check
