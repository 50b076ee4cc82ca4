// `moderato-gateway webhooks …`: what an operator asks of the outbox. The gateway may run meanwhile.
#pragma once

#include <functional>
#include <string>

namespace CLI {
class App;
}

namespace moderato::gateway {

// Adds the commands to a program whose option for the configuration file fills `config`. When one was given, parsing
// puts it into `chosen`, which runs it and returns an exit code (daemon/exit_code.hpp). All outlive the program's
// `app`.
void add_webhook_commands(CLI::App& app, const std::string& config, std::function<int()>& chosen);

}  // namespace moderato::gateway
