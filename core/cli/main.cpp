// moderato: the operator's command line.
#include <csignal>
#include <cstdio>
#include <exception>
#include <iostream>

#include "cli/command.hpp"
#include "daemon/places.hpp"

namespace {

using moderato::cli::Chosen;
using moderato::cli::ExitCode;
using moderato::cli::Globals;

int code(ExitCode exit) {
  return static_cast<int>(exit);
}

void declare_globals(CLI::App& app, Globals& globals) {
  app.add_flag("--json", globals.json, "Print JSON, one object a line");
  app.add_option("-c,--config", globals.config, "The daemon's configuration: take the addresses from it");
  app.add_option("--desk", globals.desk, "The daemon's intake.desk, instead")->type_name("ADDR");
  app.add_option("--feed", globals.feed, "The daemon's feed.publish, instead")->type_name("ADDR");
  app.add_option("--control", globals.control, "The daemon's control, instead")->type_name("ADDR");
  app.add_option("--timeout", globals.timeout_seconds, "Seconds to wait for the daemon")
      ->capture_default_str()
      ->check(CLI::Range(0.001, 86'400.0));
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // a closed pipe is an error like any other: seen by whoever writes
  CLI::App app{"moderato, the command line of the comment moderation daemon moderatod."};
  Globals globals;
  Chosen chosen;
  declare_globals(app, globals);
  app.set_version_flag("--version", std::string{moderato::version()});
  app.require_subcommand(1);
  app.footer(moderato::cli::exit_codes_help);
  for (const auto add :
       {&moderato::cli::add_submit, &moderato::cli::add_tail, &moderato::cli::add_queue, &moderato::cli::add_review,
        &moderato::cli::add_explain, &moderato::cli::add_stats, &moderato::cli::add_plugins, &moderato::cli::add_run})
    add(app, chosen);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? code(ExitCode::ok) : code(ExitCode::usage);
  }
  try {
    const ExitCode done = chosen.run(globals);
    std::cout.flush();
    return code(done == ExitCode::ok && !std::cout ? ExitCode::io_error : done);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "moderato: %s\n", error.what());
    return code(ExitCode::refused);
  }
}
