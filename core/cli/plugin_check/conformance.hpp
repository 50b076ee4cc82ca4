// All checks of a plugin, one after the other.
#pragma once

#include <boost/json/object.hpp>
#include <chrono>
#include <functional>

#include "cli/plugin_check/report.hpp"
#include "cli/plugin_check/trial.hpp"

namespace moderato::cli::plugin_check {

struct Conformance {
  std::vector<Line> lines;
  boost::json::object facts;  // "plugin", "options", "speed": what was learnt on the way
  [[nodiscard]] bool conforms() const;
};

// Does each check in a process of its own; what the plugin does to it is a line like any other. A check that can't be
// made because of an earlier one is a line too. `tell` gets each line as it comes.
[[nodiscard]] Conformance check_conformance(const Trial& trial, std::chrono::milliseconds patience,
                                            const std::function<void(const Line&)>& tell);

}  // namespace moderato::cli::plugin_check
