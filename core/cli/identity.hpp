// Which keys the command line shows to a daemon that asks for them.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <zmq.hpp>

#include "cli/globals.hpp"
#include "config/problem.hpp"
#include "config/settings.hpp"
#include "transport/key_pair.hpp"

namespace moderato::cli {

struct Identity {
  KeyPair own;
  std::string daemon_key;  // public: it must have the secret one to it

  // What `socket` calls from now on is shown `own`, and must be the daemon.
  void show_on(zmq::socket_t& socket) const;
};

// What the options --key and --server-key say. What they leave out is taken from the daemon's configuration: where its
// secret key can be read, that key opens everything. Without either, --key is the daemon's own. Nothing when nobody
// speaks of keys.
[[nodiscard]] std::variant<std::optional<Identity>, Problem> identity_of(const Globals& globals,
                                                                         const Settings& settings);

}  // namespace moderato::cli
