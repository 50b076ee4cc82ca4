// moderato ledger backup: a checked copy, made while the daemon goes on.
#include <boost/json.hpp>
#include <iostream>

#include "cli/client.hpp"
#include "cli/ledger/ledger.hpp"
#include "ledger/tools/backup.hpp"

namespace moderato::cli::ledger {
namespace {

namespace json = boost::json;

struct BackupOptions : FileOption {
  std::string to;
};

ExitCode run(const Globals& globals, const BackupOptions& options) {
  const auto file = file_of(globals, options);
  if (const auto* problems = std::get_if<Problems>(&file)) return report(*problems);
  const auto backup = back_up_ledger(std::get<std::filesystem::path>(file), options.to);
  if (!backup) return cli::report(globals, backup.error());
  if (globals.json)
    std::cout << json::serialize(
                     json::object{{"backup", options.to}, {"decisions", backup->decisions}, {"bytes", backup->bytes}})
              << '\n';
  else
    std::cout << options.to << ": " << count(backup->decisions, "decision") << ", " << backup->bytes
              << " bytes, checked.\n";
  return ExitCode::ok;
}

void declare(Command& command, BackupOptions& options) {
  declare_file(command, options);
  command.option("to", options.to, "The new file").required();
}

}  // namespace

void add_backup(Command& parent, Chosen& chosen) {
  add_command<BackupOptions>(parent, chosen, "backup", "Copy it, also while the daemon runs, and check the copy",
                             &declare, &run);
}

}  // namespace moderato::cli::ledger
