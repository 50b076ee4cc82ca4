// Opening ZeroMQ sockets as configured, and sending and receiving whole messages.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include <zmq.hpp>

#include "comment/result.hpp"
#include "config/settings.hpp"
#include "transport/guard.hpp"

namespace moderato {

// Where an answer goes: a client of a ROUTER socket, and whether it speaks REQ (an empty frame first).
struct ReturnAddress {
  std::string client;
  bool empty_frame = false;
};

// A message from a ROUTER socket.
struct Letter {
  ReturnAddress from;
  std::vector<zmq::message_t> frames;
};

// A context for many clients: each message that waits has memory of its own size. As libzmq has it otherwise, a message
// keeps the whole buffer alive that it was read into, some 18 KB, and a thousand clients with a few each take hundreds
// of megabytes (https://github.com/zeromq/libzmq/pull/2969).
[[nodiscard]] zmq::context_t frugal_context();

// Binds and connects, with `guard` at the door. `name`: the setting's. Errors: transport.cannot_bind,
// transport.cannot_connect; the message names the address and the likely cause.
[[nodiscard]] Result<void> open_endpoints(zmq::socket_t& socket, const Endpoints& endpoints, const std::string& name,
                                          const Guard& guard);

// A client of a ROUTER that names itself may come back before it is missed. Not with keys: then the name would give one
// client what is meant for another, and it waits until the old connection is known to be gone.
void let_come_back(zmq::socket_t& router, const Guard& guard);

// Ends all connections of the endpoints. What has arrived can still be received.
void close_endpoints(zmq::socket_t& socket, const Endpoints& endpoints);

// The frames behind one that has more, at most seven of them.
[[nodiscard]] std::vector<zmq::message_t> receive_rest(zmq::socket_t& socket);
// The next message's frames, or nothing when none waits.
[[nodiscard]] std::optional<std::vector<zmq::message_t>> receive(zmq::socket_t& socket);
[[nodiscard]] std::optional<Letter> receive_letter(zmq::socket_t& router);

// Sends to a client of a ROUTER socket. A client that is gone or does not read gets nothing; false then.
bool send_letter(zmq::socket_t& router, const ReturnAddress& to, const std::vector<std::string_view>& frames);

[[nodiscard]] inline std::string_view view(const zmq::message_t& frame) {
  return {static_cast<const char*>(frame.data()), frame.size()};
}

}  // namespace moderato
