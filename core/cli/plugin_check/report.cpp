#include "cli/plugin_check/report.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <iostream>
#include <optional>
#include <utility>

#include "cli/show.hpp"
#include "comment/json_fields.hpp"
#include "comment/json_text.hpp"

namespace moderato::cli::plugin_check {
namespace {

namespace json = boost::json;

constexpr std::size_t longest_addition = 2'000;  // of what a plugin may add to a line

std::optional<State> state_of(std::string_view name) {
  for (const State state : {State::ok, State::warning, State::failed, State::not_asked})
    if (to_string(state) == name) return state;
  return std::nullopt;
}

Colour colour_of(State state) {
  switch (state) {
    case State::ok:
      return Colour::green;
    case State::warning:
      return Colour::yellow;
    case State::failed:
      return Colour::red;
    case State::not_asked:
      return Colour::dim;
  }
  return Colour::none;
}

std::string text(const json::object& object, std::string_view name) {
  return std::string{text_in(object, name)};
}

}  // namespace

std::string_view to_string(State state) {
  switch (state) {
    case State::ok:
      return "ok";
    case State::warning:
      return "warning";
    case State::failed:
      return "failed";
    case State::not_asked:
      return "not asked";
  }
  return "";
}

bool Outcome::failed() const {
  return std::ranges::any_of(lines, [](const Line& line) { return line.state == State::failed; });
}

Line ok(std::string check, std::string found) {
  return {std::move(check), State::ok, std::move(found), {}, {}};
}

Line failed(std::string check, std::string found, std::string expected, std::string fix) {
  return {std::move(check), State::failed, std::move(found), std::move(expected), std::move(fix)};
}

Line not_asked(std::string check, std::string why) {
  return {std::move(check), State::not_asked, std::move(why), {}, {}};
}

json::object to_object(const Line& line) {
  json::object object{{"check", line.check}, {"state", to_string(line.state)}};
  for (const auto& [name, value] : {std::pair{"found", &line.found}, {"expected", &line.expected}, {"fix", &line.fix}})
    if (!value->empty()) object[name] = valid_utf8(std::string_view{*value}.substr(0, longest_addition));
  return object;
}

std::string to_json(const Outcome& outcome) {
  json::array lines;
  for (const Line& line : outcome.lines) lines.push_back(to_object(line));
  return json::serialize(json::object{{"lines", std::move(lines)}, {"facts", outcome.facts}});
}

bool from_json(std::string_view text_of_it, Outcome& to) {
  json::error_code failed;
  const json::value parsed = json::parse({text_of_it.data(), text_of_it.size()}, failed);
  const json::object* outcome = failed ? nullptr : parsed.if_object();
  if (outcome == nullptr) return false;
  for (const json::value& value : list_in(*outcome, "lines")) {
    const json::object* line = value.if_object();
    const auto state = line == nullptr ? std::nullopt : state_of(text_in(*line, "state"));
    if (!state) return false;
    to.lines.push_back(
        {text(*line, "check"), *state, text(*line, "found"), text(*line, "expected"), text(*line, "fix")});
  }
  if (const json::object* facts = object_in(*outcome, "facts")) to.facts = *facts;
  return !to.lines.empty();
}

void print(const Painter& painter, const Line& line) {
  const std::string margin(11, ' ');
  std::cout << painter.paint(padded(to_string(line.state), 11), colour_of(line.state)) << padded(line.check, 13)
            << one_line(line.found, longest_addition) << '\n';
  if (!line.expected.empty())
    std::cout << margin << padded("", 13) << "expected: " << one_line(line.expected, longest_addition) << '\n';
  if (!line.fix.empty())
    std::cout << margin << padded("", 13) << "fix: " << one_line(line.fix, longest_addition) << '\n';
  std::cout.flush();
}

}  // namespace moderato::cli::plugin_check
