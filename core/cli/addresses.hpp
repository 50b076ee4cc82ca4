// Where the daemon is to be reached, and what it is shown.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "cli/globals.hpp"
#include "config/problem.hpp"
#include "config/settings.hpp"
#include "transport/client/identity.hpp"

namespace moderato::cli {

struct Addresses {
  std::string desk;
  std::string feed;
  std::string control;
  std::optional<Identity> identity = {};  // without one it is called in plain
};

// What the options say, else the configuration, else its defaults. An address the daemon does not listen on (it calls
// a broker, or binds a wildcard port) stays empty.
[[nodiscard]] std::variant<Addresses, Problems> addresses_of(const Globals& globals);

}  // namespace moderato::cli
