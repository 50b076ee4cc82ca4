// Hears what becomes of a socket's connection: that it was made or lost, or that the daemon does not let us in.
#pragma once

#include <cstdint>
#include <zmq.hpp>

namespace moderato {

// Not thread-safe.
class ConnectionWatch {
 public:
  enum class Hear : std::uint8_t { losses, everything };

  // Why the daemon won't have us; asking again is in vain until its configuration or ours is another.
  enum class Refusal : std::uint8_t {
    none,
    key,        // it does not let our key in
    handshake,  // it asks for a key and we show none, or the other way round
  };
  struct Heard {
    bool made = false;
    bool lost = false;
    Refusal refusal = Refusal::none;
  };

  ConnectionWatch() = default;
  // Begins before `socket` calls somebody.
  ConnectionWatch(zmq::context_t& context, zmq::socket_t& socket, Hear what);

  // Can be polled: there is something to hear.
  [[nodiscard]] void* handle() { return events_.handle(); }

  // Takes all that was heard.
  [[nodiscard]] Heard take();

 private:
  zmq::socket_t events_;
};

}  // namespace moderato
