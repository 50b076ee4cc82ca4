// Runs the filter that the daemon names, and answers what the daemon asks, until it is gone.
#pragma once

namespace moderato {

// Returns the exit code. May throw when the system has nothing more to give.
[[nodiscard]] int serve();

}  // namespace moderato
