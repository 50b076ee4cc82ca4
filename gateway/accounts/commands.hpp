// `moderato-gateway account …`: accounts from the command line, as the first admin is made. The gateway may run
// meanwhile.
#pragma once

#include <functional>
#include <string>

namespace CLI {
class App;
}

namespace moderato::gateway::accounts {

// Adds the commands to a program whose option for the configuration file fills `config`. When one was given, parsing
// puts it into `chosen`, which runs it and returns an exit code (daemon/exit_code.hpp). All outlive the program's
// `app`.
void add_account_commands(CLI::App& app, const std::string& config, std::function<int()>& chosen);

}  // namespace moderato::gateway::accounts
