// moderato-gateway: what it is made of, and its life.
#pragma once

#include "config/problem.hpp"
#include "config/settings.hpp"
#include "daemon/exit_code.hpp"
#include "daemon/logging.hpp"
#include "transport/client/identity.hpp"

namespace moderato::gateway {

// Whether the settings will do, without calling the daemon or touching the read model.
[[nodiscard]] Problems check(const Settings& settings, const KeyOptions& keys);

// Runs until SIGTERM or SIGINT.
[[nodiscard]] ExitCode run(const Settings& settings, const KeyOptions& keys, const Log& log);

}  // namespace moderato::gateway
