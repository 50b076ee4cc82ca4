// moderatod: the threads, and what connects them (DESIGN: A comment's way).
#pragma once

#include <cstdint>
#include <memory>

#include "chain/chain_set.hpp"
#include "comment/result.hpp"
#include "config/problem.hpp"
#include "config/settings.hpp"
#include "daemon/logging.hpp"

namespace moderato {

// Exit codes of moderatod (sysexits.h where it has one).
enum class ExitCode : std::uint8_t { ok = 0, failed = 1, usage = 64, unavailable = 69, configuration = 78 };

// Whether the configuration, its plugins and its ledger are fit to run, without disturbing a daemon that does.
[[nodiscard]] Problems check(const Settings& settings, const Log& log);

// Runs until SIGTERM or SIGINT, and reads the configuration again on SIGHUP. Then takes in what has arrived, decides
// it, writes it, and returns.
[[nodiscard]] ExitCode run(const Settings& settings, const Log& log);

}  // namespace moderato
