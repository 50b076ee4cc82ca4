// Work with a plugin, in a process of its own: what the plugin does to that process costs a line of the report.
#pragma once

#include <chrono>
#include <functional>
#include <span>
#include <string>

#include "cli/plugin_check/progress.hpp"

namespace moderato::cli::plugin_check {

// Threads of a child that can be watched.
inline constexpr std::size_t most_threads = 8;

struct Ended {
  bool well = false;
  std::string result;  // what the work returned, when it ended well
  std::string how;     // else: "crashed with SIGSEGV in check, comment 417 (an emoji)"
  std::string output;  // the end of what the process wrote to its output
};

// Each thread of the work tells where it is in a Progress of its own.
using Work = std::function<std::string(std::span<Progress, most_threads> progress)>;

// Does the work in a child of this process, which must have no other thread. A call that takes longer than `patience`
// is a hang, and ends the child; loading and creating may take ten times as long. Throws std::system_error when there
// can't be a child.
[[nodiscard]] Ended run_apart(const Work& work, std::chrono::milliseconds patience);

}  // namespace moderato::cli::plugin_check
