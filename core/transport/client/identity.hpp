// What a client shows to a daemon that asks for keys.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <zmq.hpp>

#include "config/problem.hpp"
#include "transport/key_pair.hpp"

namespace moderato {

struct Identity {
  KeyPair own;
  std::string daemon_key;  // public: it must have the secret one to it

  // What `socket` calls from now on is shown `own`, and must be the daemon.
  void show_on(zmq::socket_t& socket) const;
};

// What the options --key and --server-key of a program say; empty: they are not given.
struct KeyOptions {
  std::string key;         // file with our secret key
  std::string server_key;  // the daemon's public key
};

// What they leave out is taken from the daemon's configuration: where its secret key can be read, that key opens
// everything. Without either, --key is the daemon's own. Nothing when nobody speaks of keys.
[[nodiscard]] std::variant<std::optional<Identity>, Problem> identity_of(const KeyOptions& options,
                                                                         const AccessSettings& daemon);

}  // namespace moderato
