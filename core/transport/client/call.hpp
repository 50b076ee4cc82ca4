// Calling a daemon, and hearing its answers.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>
#include <zmq.hpp>

#include "comment/result.hpp"
#include "transport/client/identity.hpp"

namespace moderato {

// A socket that calls nobody yet, does not hold up the program's end, and takes all that is sent: callers bound that
// themselves.
[[nodiscard]] zmq::socket_t calling_socket(zmq::context_t& context, zmq::socket_type type,
                                           const std::optional<Identity>& identity);

// Error: client.bad_address.
[[nodiscard]] Result<void> call(zmq::socket_t& socket, const std::string& address);

// All frames of the next message; nothing when none came in time.
[[nodiscard]] std::vector<std::string> receive_within(zmq::socket_t& socket, std::chrono::milliseconds time);

}  // namespace moderato
