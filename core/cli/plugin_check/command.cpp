// moderato plugin check: whether a plugin keeps what the SDK asks of it.
#include <unistd.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>
#include <iostream>
#include <variant>

#include "cli/command.hpp"
#include "cli/plugin_check/conformance.hpp"
#include "cli/run/run_settings.hpp"
#include "cli/show.hpp"
#include "comment/json_fields.hpp"
#include "daemon/places.hpp"

namespace moderato::cli {
namespace {

namespace json = boost::json;
using plugin_check::Conformance;
using plugin_check::GivenOptions;
using plugin_check::Line;
using plugin_check::State;
using plugin_check::Trial;

struct CheckOptions {
  std::string file;
  std::vector<std::string> options;
  double budget_ms = 0;
  double time_limit_ms = 2'000;  // what isolation = "process" allows
  std::uint64_t seed = 1;
};

// A mistake in what was asked for.
struct Refused {
  ExitCode code;
  std::string message;
};

const FilterSettings* filter_of(const Settings& settings, const std::string& plugin) {
  const auto in = [&](const ChainSettings& chain) -> const FilterSettings* {
    const auto found = std::ranges::find(chain.filters, plugin, &FilterSettings::plugin);
    return found == chain.filters.end() ? nullptr : &*found;
  };
  if (const FilterSettings* found = in(settings.chain)) return found;
  for (const SiteSettings& site : settings.sites)
    if (const FilterSettings* found = in(site.chain)) return found;
  return nullptr;
}

std::variant<Trial, Refused> trial_of(const Globals& globals, const CheckOptions& options) {
  const std::filesystem::path file = options.file;
  const std::string name = file.stem().string();
  Trial trial{.file = file,
              .name = name,
              .options = GivenOptions{name},
              .shared_data = places_of_this_program().shared_data,
              .comments = {},
              .budget = FilterSettings{}.budget,
              .seed = options.seed};
  Limits limits;
  if (!globals.config.empty()) {
    const Loaded loaded = settings_of(globals.config);
    if (const auto* problems = std::get_if<Problems>(&loaded))
      return Refused{ExitCode::configuration, problems->front().text()};
    const auto& settings = std::get<Settings>(loaded);
    const FilterSettings* filter = filter_of(settings, name);
    if (filter == nullptr)
      return Refused{ExitCode::configuration,
                     globals.config + ": no chain there has a filter of the plugin \"" + printable(name) + "\""};
    trial.name = filter->name;
    trial.options = GivenOptions{*filter->options};
    trial.budget = filter->budget;
    limits = settings.intake.limits;
  }
  for (const std::string& option : options.options) {
    const std::size_t equals = option.find('=');
    if (equals == std::string::npos || equals == 0)
      return Refused{ExitCode::usage, "--option " + printable(option) + ": write it NAME=VALUE"};
    if (const auto wrong = trial.options.write(option.substr(0, equals), option.substr(equals + 1)))
      return Refused{ExitCode::usage, "--option " + printable(option) + ": " + *wrong};
  }
  if (options.budget_ms > 0) trial.budget = std::chrono::microseconds{std::llround(options.budget_ms * 1'000)};
  trial.comments = plugin_check::golden_comments(options.seed, limits);
  if (trial.comments.size() < 100)
    return Refused{ExitCode::configuration, globals.config + ": its limits on comments leave too few to try"};
  return trial;
}

void show_options(const Painter& painter, const json::object& facts) {
  const json::array& options = list_in(facts, "options");
  if (options.empty()) return;
  std::cout << '\n' << painter.paint("Options it asks for", Colour::bold) << '\n';
  std::size_t longest = 0;
  for (const json::value& value : options)
    if (const json::object* option = value.if_object()) longest = std::max(longest, text_in(*option, "name").size());
  for (const json::value& value : options) {
    const json::object* option = value.if_object();
    if (option == nullptr) continue;
    std::cout << "  "
              << padded(one_line(text_in(*option, "name"), 100),
                        static_cast<int>(std::min<std::size_t>(longest, 40)) + 2)
              << one_line(text_in(*option, "type"), 40);
    if (const auto range = text_in(*option, "range"); !range.empty()) std::cout << ": " << one_line(range, 300);
    if (const auto fallback = text_in(*option, "default"); !fallback.empty())
      std::cout << "; default " << one_line(fallback, 100);
    std::cout << '\n';
  }
}

void show_end(const Painter& painter, const Conformance& done) {
  const auto failed = std::ranges::count(done.lines, State::failed, &Line::state);
  std::cout << '\n'
            << (done.conforms() ? painter.paint("It conforms.", Colour::green)
                                : painter.paint("It does not conform: " + std::to_string(failed) +
                                                    (failed == 1 ? " check" : " checks") + " failed.",
                                                Colour::red))
            << '\n';
}

json::object to_object(const Trial& trial, const Conformance& done) {
  json::array lines;
  for (const Line& line : done.lines) lines.push_back(plugin_check::to_object(line));
  json::object all{{"file", trial.file.string()},
                   {"conforms", done.conforms()},
                   {"seed", trial.seed},
                   {"comments", trial.comments.size()},
                   {"checks", std::move(lines)}};
  for (const auto& [key, value] : done.facts) all[key] = value;
  return all;
}

ExitCode run(const Globals& globals, const CheckOptions& options) {
  const auto made = trial_of(globals, options);
  if (const auto* refused = std::get_if<Refused>(&made)) {
    std::cerr << "moderato plugin check: " << refused->message << '\n';
    return refused->code;
  }
  const auto& trial = std::get<Trial>(made);
  if (::access(trial.file.c_str(), R_OK) != 0) {
    std::cerr << "moderato plugin check: " << printable(trial.file.string()) << " can't be read\n";
    return ExitCode::no_input;
  }
  const Painter painter = Painter::for_output(STDOUT_FILENO);
  const std::chrono::milliseconds patience{std::llround(options.time_limit_ms)};
  const Conformance done = check_conformance(trial, patience, [&](const Line& line) {
    if (!globals.json) print(painter, line);
  });
  if (globals.json) {
    std::cout << json_line(json::serialize(to_object(trial, done))) << '\n';
  } else {
    show_options(painter, done.facts);
    show_end(painter, done);
  }
  return done.conforms() ? ExitCode::ok : ExitCode::refused;
}

void declare(Command& command, CheckOptions& options) {
  command.option("FILE", options.file, "The plugin: build/release/lib/moderato/plugins/NAME.so").required();
  command.option("--option", options.options, "An option of the filter; a TOML value, and what is none is a string")
      .of_type("NAME=VALUE");
  command
      .option("--budget-ms", options.budget_ms, "What a usual comment may take (default: the configuration's, else 50)")
      .check(number_between(0.001, 600'000));
  command.option("--time-limit-ms", options.time_limit_ms, "A call that takes longer hangs")
      .shows_default()
      .check(number_between(10, 600'000));
  command.option("--seed", options.seed, "Of the comments it is tried with: the same seed, the same comments")
      .shows_default();
  command.footer(
      "Loads the plugin as moderatod would and tries it: with wrong options, with a thousand comments, usual and\n"
      "hostile, from several threads, and told of decisions. Each check runs in a process of its own, so a plugin "
      "that\n"
      "crashes or hangs is a line of the report. With --config it gets the options that its filter has there. Exit "
      "code\n"
      "0 when it conforms, 1 when it does not.\n"
      "\n"
      "Example: moderato plugin check build/release/lib/moderato/plugins/links.so --option max=1");
}

}  // namespace

void add_plugin(Command& parent, Chosen& chosen) {
  Command command = parent.add("plugin", "Check a filter plugin that you wrote");
  command.needs_command();
  add_command<CheckOptions>(command, chosen, "check", "See whether a plugin keeps what the SDK asks of it", &declare,
                            &run);
}

}  // namespace moderato::cli
