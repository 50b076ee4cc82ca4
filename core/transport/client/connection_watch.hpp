// Hears what becomes of a socket's connection: that it was lost, or that the daemon does not let us in.
#pragma once

#include <optional>
#include <string>
#include <zmq.hpp>

#include "cli/identity.hpp"
#include "comment/result.hpp"

namespace moderato::cli {

class ConnectionWatch {
 public:
  ConnectionWatch() = default;
  // `address`: whom `socket` calls. Begins before it does.
  ConnectionWatch(zmq::context_t& context, zmq::socket_t& socket, std::string address,
                  const std::optional<Identity>& identity);

  // Can be polled: there is something to hear.
  [[nodiscard]] void* handle() { return events_.handle(); }

  // Takes all that was heard. When the daemon won't have us, why; asking again is in vain then. Error: cli.turned_away.
  [[nodiscard]] std::optional<Error> turned_away();

 private:
  zmq::socket_t events_;
  std::string address_;
  std::string public_key_;  // ours; empty when we show none
};

}  // namespace moderato::cli
