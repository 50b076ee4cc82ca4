// moderato-gateway: what it is made of, and its life.
#pragma once

#include "config/settings.hpp"
#include "daemon/exit_code.hpp"
#include "daemon/logging.hpp"
#include "transport/client/identity.hpp"

namespace moderato::gateway {

// Runs until SIGTERM or SIGINT.
[[nodiscard]] ExitCode run(const Settings& settings, const KeyOptions& keys, const Log& log);

}  // namespace moderato::gateway
