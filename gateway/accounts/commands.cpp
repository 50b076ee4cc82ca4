#include "accounts/commands.hpp"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <variant>
#include <vector>

#include "accounts/account_tool.hpp"
#include "config/load.hpp"
#include "daemon/exit_code.hpp"
#include "sqlite/sqlite.hpp"

namespace moderato::gateway::accounts {
namespace {

struct Asked {
  std::string name;
  std::string role;
  std::vector<std::string> sites;
  bool read = false;
};
using Act = Result<void> (*)(AccountTool& tool, const Asked& asked);

int fail(const std::string& what, ExitCode code) {
  std::fprintf(stderr, "moderato-gateway: %s\n", what.c_str());
  return number_of(code);
}

// Says what is in the way.
int run(const std::string& config, Act act, const Asked& asked) {
  const auto loaded = config.empty() ? load_embedded() : load_settings(config);
  if (const auto* problems = std::get_if<Problems>(&loaded)) return report(*problems);
  auto tool = AccountTool::open(std::get<Settings>(loaded));
  if (!tool) return fail(tool.error().message, ExitCode::unavailable);
  try {
    const auto done = act(*tool, asked);
    return done ? number_of(ExitCode::ok) : fail(done.error().message, ExitCode::failed);
  } catch (const sqlite::Failure& failure) {
    return fail(std::string{"the gateway's store can't be used: "} + failure.what(), ExitCode::unavailable);
  }
}

}  // namespace

void add_account_commands(CLI::App& app, const std::string& config, std::function<int()>& chosen) {
  auto asked = std::make_shared<Asked>();
  CLI::App* const account = app.add_subcommand("account", "Moderators' accounts: make, show and change them");
  account->require_subcommand(1)->fallthrough();
  const auto add = [&](const char* name, const char* help, Act act) {
    CLI::App* const command = account->add_subcommand(name, help)->fallthrough();
    command->callback(
        [&config, &chosen, asked, act] { chosen = [&config, asked, act] { return run(config, act, *asked); }; });
    return command;
  };
  const auto add_for_one = [&](const char* name, const char* help, Act act) {
    CLI::App* const command = add(name, help, act);
    command->add_option("NAME", asked->name, "The account's name")->required();
    return command;
  };
  const auto may_read = [&](CLI::App* command) {
    command->add_flag("--read", asked->read,
                      "Read the password, twice from a terminal or one line from stdin, instead of making up one for a "
                      "single log-in");
  };
  CLI::App* const make = add_for_one(
      "add", "Make an account, and print its one-time password",
      [](AccountTool& tool, const Asked& given) { return tool.add(given.name, given.role, given.sites, given.read); });
  make->add_option("--role", asked->role, "moderator, lead or admin")
      ->required()
      ->check(CLI::IsMember({"moderator", "lead", "admin"}));
  make->add_option("--site", asked->sites, "A site that it is for; may be repeated. Without: all");
  may_read(make);
  may_read(
      add_for_one("password", "Give an account a new password, and end its sessions",
                  [](AccountTool& tool, const Asked& given) { return tool.set_password(given.name, given.read); }));
  add_for_one("disable", "Let nobody log in with it any more, and end its sessions",
              [](AccountTool& tool, const Asked& given) { return tool.set_disabled(given.name, true); });
  add_for_one("enable", "Undo `disable`",
              [](AccountTool& tool, const Asked& given) { return tool.set_disabled(given.name, false); });
  add_for_one("remove-totp", "Ask for no codes any more, as when a telephone was lost",
              [](AccountTool& tool, const Asked& given) { return tool.remove_totp(given.name); });
  add("list", "Show all accounts", [](AccountTool& tool, const Asked&) { return tool.list(); });
}

}  // namespace moderato::gateway::accounts
