#include "cli/ledger/ledger.hpp"

#include <iostream>

#include "cli/run/run_settings.hpp"

namespace moderato::cli::ledger {

void declare_file(Command& command, FileOption& options) {
  command.option("--file", options.file, "The ledger's file; else the one that --config names");
}

std::variant<std::filesystem::path, Problems> file_of(const Globals& globals, const FileOption& options) {
  if (!options.file.empty()) return options.file;
  Loaded loaded = settings_of(globals.config);
  if (auto* problems = std::get_if<Problems>(&loaded)) return std::move(*problems);
  return std::get<Settings>(loaded).ledger.path;
}

ExitCode report(const Problems& problems) {
  for (const Problem& problem : problems) std::cerr << problem.text() << '\n';
  return ExitCode::configuration;
}

std::string count(std::int64_t number, const std::string& thing) {
  return std::to_string(number) + " " + thing + (number == 1 ? "" : "s");
}

}  // namespace moderato::cli::ledger

namespace moderato::cli {

void add_ledger(Command& parent, Chosen& chosen) {
  Command command = parent.add("ledger", "Check, repair, back up, export or import the ledger's file");
  command.needs_command();
  for (const auto add :
       {&ledger::add_check, &ledger::add_repair, &ledger::add_backup, &ledger::add_export, &ledger::add_import})
    add(command, chosen);
}

}  // namespace moderato::cli
