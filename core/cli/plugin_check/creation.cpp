#include <boost/json.hpp>
#include <utility>

#include "cli/plugin_check/checks.hpp"

namespace moderato::cli::plugin_check {

Outcome check_creation(const Workbench& bench) {
  Outcome outcome;
  const Created created = bench.create(bench.trial().options, "the options given");
  if (created.subject == nullptr)
    outcome.lines.push_back(failed("creation", created.refusal, "a filter, with the options given",
                                   "give it what it needs: --option NAME=VALUE, or --config FILE"));
  boost::json::array described;
  for (const AskedOption& option : created.asked) {
    described.push_back(to_object(option));
    if (!option.mistake.empty())
      outcome.lines.push_back(failed("creation", option.name + ": " + option.mistake,
                                     "an option that can be set and left out", "mend what is given to its getter"));
  }
  outcome.facts["options"] = std::move(described);
  if (outcome.lines.empty())
    outcome.lines.push_back(ok("creation", "asks for " + std::to_string(created.asked.size()) + " options"));
  return outcome;
}

}  // namespace moderato::cli::plugin_check
