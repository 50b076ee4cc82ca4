// The checks, one a file. Each is done in a process of its own, with a plugin that nobody has called before.
#pragma once

#include "cli/plugin_check/report.hpp"
#include "cli/plugin_check/trial.hpp"

namespace moderato::cli::plugin_check {

// Loads; what it says of itself is complete and as the SDK has it. The first: without it there is nothing to check.
[[nodiscard]] Outcome check_handshake(const Trial& trial, std::span<Progress, most_threads> progress);

// Is created with the options given. Facts: what it asks for.
[[nodiscard]] Outcome check_creation(const Workbench& bench);
// Is refused with each of its options wrong, and with one that it does not know, and leaves nothing behind.
[[nodiscard]] Outcome check_options(const Workbench& bench);
// Each golden comment gets one proper answer.
[[nodiscard]] Outcome check_comments(const Workbench& bench);
// Two filters say the same of the same comments in the same order.
[[nodiscard]] Outcome check_determinism(const Workbench& bench);
// What is told again at start is worth what was told live.
[[nodiscard]] Outcome check_replay(const Workbench& bench);
// Forgets what was erased, and goes on; also what it never heard of.
[[nodiscard]] Outcome check_forgetting(const Workbench& bench);
// Many threads at once get what one would.
[[nodiscard]] Outcome check_concurrency(const Workbench& bench);
// Leaves nothing behind: memory, files, threads.
[[nodiscard]] Outcome check_leftovers(const Workbench& bench);
// How long usual comments take. Warns only. Facts: the figures.
[[nodiscard]] Outcome check_speed(const Workbench& bench);

}  // namespace moderato::cli::plugin_check
