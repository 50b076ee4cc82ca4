// A comparison, told to people and to programs.
#pragma once

#include <boost/json.hpp>
#include <string>

#include "cli/compare_perspective/comparison.hpp"

namespace moderato::cli {

// For a terminal: nothing that a commenter wrote can steer it.
[[nodiscard]] std::string report_text(const Report& report);

[[nodiscard]] boost::json::object report_json(const Report& report);

// One file that loads nothing: HTML with pictures in SVG, light or dark as the reader's system is, without scripts. All
// text is escaped.
[[nodiscard]] std::string report_html(const Report& report);

// "[filter.civility] hold = …": Moderato's thresholds that hold as many as those in use do with Perspective, and none
// for attributes that had no threshold. "" when there are none.
[[nodiscard]] std::string thresholds_toml(const Report& report);

}  // namespace moderato::cli
