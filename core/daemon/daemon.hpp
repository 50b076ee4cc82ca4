// moderatod: the threads, and what connects them (DESIGN: A comment's way).
#pragma once

#include <memory>

#include "chain/chain_set.hpp"
#include "comment/result.hpp"
#include "config/problem.hpp"
#include "config/settings.hpp"
#include "daemon/exit_code.hpp"
#include "daemon/logging.hpp"

namespace moderato {

// Whether the configuration, its plugins and its ledger are fit to run, without disturbing a daemon that does.
[[nodiscard]] Problems check(const Settings& settings, const Log& log);

// Runs until SIGTERM or SIGINT, and reads the configuration again on SIGHUP. Then takes in what has arrived, decides
// it, writes it, and returns.
[[nodiscard]] ExitCode run(const Settings& settings, const Log& log);

}  // namespace moderato
