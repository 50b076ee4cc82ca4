// What the operator chooses. README.md explains each.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "moderato/filter.hpp"

namespace moderato::remote {

struct Settings {
  explicit Settings(Options& options);

  bool usable = true;  // else the host was told why not
  // The program and its arguments, ready for execve: the first is a path. Empty where somebody else runs it.
  std::vector<std::string> command;
  std::string folder;    // to start it in; empty for the daemon's own
  std::string endpoint;  // ZeroMQ address; "auto" for one of our own; empty for standard input and output
  std::string settings;  // a JSON object for the program, on one line
  std::chrono::milliseconds timeout;
  std::chrono::milliseconds start_timeout;

  [[nodiscard]] bool starts_it() const { return !command.empty(); }
};

}  // namespace moderato::remote
