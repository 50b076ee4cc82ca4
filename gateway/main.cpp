// moderato-gateway: reads its command line and its configuration, and runs the gateway.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <functional>
#include <string>
#include <variant>

#include "accounts/commands.hpp"
#include "config/load.hpp"
#include "configuration.hpp"
#include "daemon/exit_code.hpp"
#include "daemon/logging.hpp"
#include "daemon/places.hpp"
#include "daemon/process.hpp"
#include "gateway.hpp"
#include "webhooks/commands.hpp"

namespace {

using moderato::ExitCode;

int start(const std::string& config, const moderato::KeyOptions& keys, bool check_only) {
  auto loaded = config.empty() ? moderato::load_embedded() : moderato::load_settings(config);
  if (const auto* problems = std::get_if<moderato::Problems>(&loaded)) return moderato::report(*problems);
  const auto& settings = std::get<moderato::Settings>(loaded);
  if (const auto problems = moderato::gateway::check(settings, keys); !problems.empty())
    return moderato::report(problems);
  if (!check_only) return number_of(moderato::gateway::run(settings, keys, moderato::make_log(settings.log)));
  std::puts("The configuration is fine.");
  return number_of(ExitCode::ok);
}

}  // namespace

int main(int argc, char** argv) {
  moderato::settle_process();
  moderato::allow_many_files();
  CLI::App app{
      "Moderato's gateway: follows moderatod and keeps what is published. It reads the daemon's configuration\n"
      "file; without --config, the embedded defaults.\n"
      "Exit codes: 0 stopped as asked, 1 failed, 64 wrong usage, 69 the read model can't be had,\n"
      "78 wrong configuration."};
  std::string config;
  moderato::KeyOptions keys;
  bool check_only = false;
  std::function<int()> chosen;  // a command, instead of the gateway
  app.add_option("-c,--config", config, "The configuration file (TOML)");
  app.add_option("--key", keys.key, "File with the gateway's secret key (without it: the daemon's, access.curve_key)");
  app.add_option("--server-key", keys.server_key, "The daemon's public key");
  app.add_flag("--check", check_only, "Check the configuration, and exit 0 or 78");
  moderato::gateway::accounts::add_account_commands(app, config, chosen);
  moderato::gateway::add_webhook_commands(app, config, chosen);
  app.set_version_flag("--version", std::string{moderato::version()});
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? number_of(ExitCode::ok) : number_of(ExitCode::usage);
  }
  try {
    if (chosen) return chosen();
    return start(config, keys, check_only);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "moderato-gateway: %s\n", error.what());
    return number_of(ExitCode::failed);
  }
}
