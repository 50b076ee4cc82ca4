// moderato: the operator's command line.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iostream>

#include "cli/command.hpp"
#include "cli/line_io.hpp"
#include "config/load.hpp"
#include "daemon/places.hpp"
#include "daemon/process.hpp"

namespace {

using moderato::cli::Chosen;
using moderato::cli::Command;
using moderato::cli::ExitCode;
using moderato::cli::Globals;

int code(ExitCode exit) {
  return static_cast<int>(exit);
}

void declare_globals(Command command, Globals& globals) {
  command.flag("--json", globals.json, "Print JSON, one object a line");
  command.option("-c,--config", globals.config, "The daemon's configuration: take the addresses from it");
  command.option("--desk", globals.desk, "The daemon's intake.desk, instead").of_type("ADDR");
  command.option("--feed", globals.feed, "The daemon's feed.publish, instead").of_type("ADDR");
  command.option("--control", globals.control, "The daemon's control, instead").of_type("ADDR");
  command.option("--key", globals.key, "Our secret key, where the daemon asks for one (see moderato keys)")
      .from_environment("MODERATO_KEY")
      .of_type("FILE");
  command
      .option("--server-key", globals.server_key, "The daemon's public key then; without it, --key is the daemon's own")
      .from_environment("MODERATO_SERVER_KEY")
      .of_type("KEY");
  command.option("--timeout", globals.timeout_seconds, "Seconds to wait for the daemon")
      .shows_default()
      .check(moderato::cli::number_between(0.001, 86'400));
}

std::string no_such_command(const CLI::App& app, const std::string& name) {
  std::vector<std::string> known;
  std::string all;
  for (const CLI::App* command : app.get_subcommands({})) {
    known.push_back(command->get_name());
    all += (all.empty() ? "" : ", ") + command->get_name();
  }
  const std::string nearest = moderato::nearest_name(name, known);
  return "there is no command '" + name + "'" + (nearest.empty() ? "" : "; did you mean '" + nearest + "'?") +
         "\nThe commands: " + all + ". `moderato --help` says what each does.";
}

}  // namespace

int main(int argc, char** argv) {
  moderato::settle_process();
  CLI::App app{"moderato, the command line of the comment moderation daemon moderatod."};
  Globals globals;
  Chosen chosen;
  Command command{app};
  declare_globals(command, globals);
  app.set_version_flag("--version", std::string{moderato::version()});
  app.require_subcommand(1);
  app.footer(moderato::cli::exit_codes_help);
  for (const auto add :
       {&moderato::cli::add_submit, &moderato::cli::add_tail, &moderato::cli::add_queue, &moderato::cli::add_review,
        &moderato::cli::add_explain, &moderato::cli::add_stats, &moderato::cli::add_plugins, &moderato::cli::add_plugin,
        &moderato::cli::add_erase, &moderato::cli::add_export, &moderato::cli::add_reload, &moderato::cli::add_ledger,
        &moderato::cli::add_top, &moderato::cli::add_keys, &moderato::cli::add_new_plugin, &moderato::cli::add_run,
        &moderato::cli::add_compare_perspective})
    add(command, chosen);
  try {
    app.parse(argc, argv);
  } catch (const CLI::RequiredError& error) {
    const auto extras = app.remaining();
    if (extras.empty() || extras.front().starts_with("-")) return app.exit(error), code(ExitCode::usage);
    std::fprintf(stderr, "moderato: %s\n", no_such_command(app, extras.front()).c_str());
    return code(ExitCode::usage);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? code(ExitCode::ok) : code(ExitCode::usage);
  }
  try {
    const ExitCode done = chosen.run(globals);
    std::cout.flush();
    // Whoever closes a pipe has enough, and all is well; anything else was wanted and is missing.
    if (done != ExitCode::ok || std::cout || !moderato::cli::somebody_reads(STDOUT_FILENO)) return code(done);
    std::fputs("moderato: the output can't be written\n", stderr);
    return code(ExitCode::io_error);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "moderato: %s\n", error.what());
    return code(ExitCode::refused);
  }
}
