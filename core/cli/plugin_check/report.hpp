// What a conformance run finds: a line for each check, as text for people and as JSON for programs.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cli/terminal.hpp"

namespace moderato::cli::plugin_check {

// `warning`: worth a look, and no reason to refuse the plugin. `not_asked`: the check does not apply, or can't be made.
enum class State : std::uint8_t { ok, warning, failed, not_asked };

[[nodiscard]] std::string_view to_string(State state);

struct Line {
  std::string check;  // "comments"
  State state = State::ok;
  std::string found;     // what came; of what is ok, what was looked at
  std::string expected;  // of what is not
  std::string fix;
};

// What a check comes back with. `facts` are for the reader and judge nothing: {"options": [...]}.
struct Outcome {
  std::vector<Line> lines;
  boost::json::object facts;

  [[nodiscard]] bool failed() const;
};

[[nodiscard]] Line ok(std::string check, std::string found);
[[nodiscard]] Line failed(std::string check, std::string found, std::string expected, std::string fix);
[[nodiscard]] Line not_asked(std::string check, std::string why);

// An outcome on its way from the process that made it. What can't be read is nothing.
[[nodiscard]] std::string to_json(const Outcome& outcome);
[[nodiscard]] bool from_json(std::string_view json, Outcome& to);

[[nodiscard]] boost::json::object to_object(const Line& line);

// "ok       comments     1000 of 1000 …", with what was expected and the fix below it where there is one.
void print(const Painter& painter, const Line& line);

}  // namespace moderato::cli::plugin_check
