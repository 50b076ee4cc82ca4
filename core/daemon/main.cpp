// moderatod: reads its command line and its configuration, and runs the daemon.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <string>
#include <variant>

#include "config/load.hpp"
#include "daemon/daemon.hpp"
#include "daemon/places.hpp"
#include "daemon/process.hpp"

namespace {

using moderato::ExitCode;

int start(const std::string& config, bool check_only) {
  auto loaded = config.empty() ? moderato::load_embedded() : moderato::load_settings(config);
  if (const auto* problems = std::get_if<moderato::Problems>(&loaded)) return moderato::report(*problems);
  const auto& settings = std::get<moderato::Settings>(loaded);
  const moderato::Log log = moderato::make_log(settings.log);
  if (!check_only) return number_of(moderato::run(settings, log));
  const moderato::Problems problems = moderato::check(settings, log);
  if (!problems.empty()) return moderato::report(problems);
  std::puts("The configuration is fine.");
  return number_of(ExitCode::ok);
}

}  // namespace

int main(int argc, char** argv) {
  moderato::settle_process();
  moderato::allow_many_files();
  CLI::App app{
      "Moderato, a comment moderation daemon. Without --config it runs with the embedded defaults.\n"
      "Exit codes: 0 stopped as asked, 1 failed, 64 wrong usage, 69 an address or the ledger can't be had,\n"
      "78 wrong configuration."};
  std::string config;
  bool check_only = false;
  app.add_option("-c,--config", config, "The configuration file (TOML)");
  app.add_flag("--check", check_only, "Check configuration, plugins and ledger, and exit 0 or 78");
  app.set_version_flag("--version", std::string{moderato::version()});
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? number_of(ExitCode::ok) : number_of(ExitCode::usage);
  }
  try {
    return start(config, check_only);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "moderatod: %s\n", error.what());
    return number_of(ExitCode::failed);
  }
}
