// What every sub-command of `moderato` is made of, and a way to register itself.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "cli/exit_code.hpp"
#include "cli/globals.hpp"

namespace moderato::cli {

// The sub-command that was chosen, ready to run; main() runs it once the whole command line is read.
struct Chosen {
  std::function<ExitCode(const Globals&)> run;
};

// Adds a sub-command whose options live in an `Options` struct: `declare` binds them, `run` gets them.
template <class Options>
void add_command(CLI::App& app, Chosen& chosen, const std::string& name, const std::string& summary,
                 void (*declare)(CLI::App&, Options&), ExitCode (*run)(const Globals&, const Options&)) {
  CLI::App* command = app.add_subcommand(name, summary);
  command->fallthrough();
  auto options = std::make_shared<Options>();
  declare(*command, *options);
  command->callback([&chosen, options, run] {
    chosen.run = [options, run](const Globals& globals) { return run(globals, *options); };
  });
}

// Checks an option's value.
[[nodiscard]] CLI::Validator whole_number_from(std::int64_t least);

void add_run(CLI::App& app, Chosen& chosen);
void add_submit(CLI::App& app, Chosen& chosen);
void add_tail(CLI::App& app, Chosen& chosen);
void add_queue(CLI::App& app, Chosen& chosen);
void add_review(CLI::App& app, Chosen& chosen);  // approve, reject, undo
void add_explain(CLI::App& app, Chosen& chosen);
void add_stats(CLI::App& app, Chosen& chosen);
void add_plugins(CLI::App& app, Chosen& chosen);
void add_erase(CLI::App& app, Chosen& chosen);
void add_export(CLI::App& app, Chosen& chosen);
void add_top(CLI::App& app, Chosen& chosen);
void add_reload(CLI::App& app, Chosen& chosen);
void add_ledger(CLI::App& app, Chosen& chosen);
void add_keys(CLI::App& app, Chosen& chosen);

}  // namespace moderato::cli
