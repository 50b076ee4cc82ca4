// What every sub-command of `moderato` is made of: a way to register itself, and to say what options it takes.
//
// CLI11 does the work, behind this, in one file: it takes seconds to compile wherever it is included.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "cli/exit_code.hpp"
#include "cli/globals.hpp"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace moderato::cli {

// What is wrong with an option's value ("must be …"), or "".
using Check = std::function<std::string(const std::string& value)>;

[[nodiscard]] Check whole_number_from(std::int64_t least);
[[nodiscard]] Check whole_number_between(std::int64_t least, std::int64_t most);
[[nodiscard]] Check number_between(double least, double most);
[[nodiscard]] Check one_of(std::vector<std::string> names);

// An option that was declared; more can be said about it.
class Option {
 public:
  explicit Option(CLI::Option& option) : option_(&option) {}

  Option& required();
  Option& shows_default();
  Option& of_type(const std::string& name);  // what the help calls its values
  Option& separated_by(char sign);           // its values
  Option& from_environment(const std::string& variable);
  Option& check(Check check);

 private:
  CLI::Option* option_;
};

// A command while it is declared. What its options are read into must outlive the reading of the command line.
class Command {
 public:
  explicit Command(CLI::App& app) : app_(&app) {}

  // `names`: "-q,--quiet", or one without dashes for an argument.
  Option flag(const std::string& names, bool& to, const std::string& help);
  Option option(const std::string& names, std::string& to, const std::string& help);
  Option option(const std::string& names, std::vector<std::string>& to, const std::string& help);
  Option option(const std::string& names, std::int64_t& to, const std::string& help);
  Option option(const std::string& names, std::uint64_t& to, const std::string& help);
  Option option(const std::string& names, double& to, const std::string& help);
  // Stands below the help.
  void footer(const std::string& text);

  Command add(const std::string& name, const std::string& summary);
  void needs_command();  // one of those that were added
  void when_given(std::function<void()> act);

 private:
  CLI::App* app_;
};

// The sub-command that was chosen, ready to run; main() runs it once the whole command line is read.
struct Chosen {
  std::function<ExitCode(const Globals&)> run;
};

// Adds a sub-command whose options live in an `Options` struct: `declare` binds them, `run` gets them.
template <class Options>
void add_command(Command& parent, Chosen& chosen, const std::string& name, const std::string& summary,
                 void (*declare)(Command&, Options&), ExitCode (*run)(const Globals&, const Options&)) {
  Command command = parent.add(name, summary);
  auto options = std::make_shared<Options>();
  declare(command, *options);
  command.when_given([&chosen, options, run] {
    chosen.run = [options, run](const Globals& globals) { return run(globals, *options); };
  });
}

void add_run(Command& parent, Chosen& chosen);
void add_submit(Command& parent, Chosen& chosen);
void add_tail(Command& parent, Chosen& chosen);
void add_queue(Command& parent, Chosen& chosen);
void add_review(Command& parent, Chosen& chosen);  // approve, reject, undo
void add_explain(Command& parent, Chosen& chosen);
void add_stats(Command& parent, Chosen& chosen);
void add_plugins(Command& parent, Chosen& chosen);
void add_plugin(Command& parent, Chosen& chosen);  // check
void add_erase(Command& parent, Chosen& chosen);
void add_export(Command& parent, Chosen& chosen);
void add_top(Command& parent, Chosen& chosen);
void add_reload(Command& parent, Chosen& chosen);
void add_ledger(Command& parent, Chosen& chosen);
void add_keys(Command& parent, Chosen& chosen);
void add_compare_perspective(Command& parent, Chosen& chosen);
void add_new_plugin(Command& parent, Chosen& chosen);

}  // namespace moderato::cli
