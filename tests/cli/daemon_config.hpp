// The configuration of a daemon of the tests, with the filters that are made for them.
#pragma once

#include <string>

#include "program.hpp"

namespace moderato::cli::testing {

// Writes moderato.toml for a daemon that has its sockets in the folder, and returns its path. `filters`: a list in
// TOML.
[[nodiscard]] inline std::string write_config(const TemporaryFolder& folder, const std::string& filters) {
  const auto address = [&](const std::string& name) {
    return "{ bind = \"ipc://" + (folder.path() / name).string() + "\" }";
  };
  return folder.write("moderato.toml",
                      "plugin_path = [\"" MODERATO_TEST_FILTERS "\"]\n[intake]\nqueue = " + address("queue") +
                          "\ndesk = " + address("desk") + "\n[feed]\npublish = " + address("feed") +
                          "\n[control]\nendpoint = " + address("control") +
                          "\n[monitor]\nendpoint = \"\"\n[chain]\nfilters = " + filters + "\n");
}

}  // namespace moderato::cli::testing
