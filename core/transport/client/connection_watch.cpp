#include "cli/connection_watch.hpp"

#include <atomic>
#include <cstdint>
#include <cstring>
#include <utility>

namespace moderato::cli {

ConnectionWatch::ConnectionWatch(zmq::context_t& context, zmq::socket_t& socket, std::string address,
                                 const std::optional<Identity>& identity)
    : events_(context, zmq::socket_type::pair),
      address_(std::move(address)),
      public_key_(identity ? identity->own.public_key : std::string{}) {
  static std::atomic<unsigned> count{0};
  const std::string name = "inproc://connection-" + std::to_string(++count);
  constexpr int heard = ZMQ_EVENT_DISCONNECTED | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH | ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL;
  if (zmq_socket_monitor(socket.handle(), name.c_str(), heard) != 0) throw zmq::error_t{};
  events_.connect(name);
}

std::optional<Error> ConnectionWatch::turned_away() {
  std::optional<Error> error;
  const auto say = [&](const std::string& what) {
    error = Error{"cli.turned_away", "the daemon at " + address_ + " " + what};
  };
  // Two frames each: number and value of the event, and the address.
  for (zmq::message_t frame; events_.recv(frame, zmq::recv_flags::dontwait);) {
    std::uint16_t event = 0;
    if (frame.size() >= sizeof event) std::memcpy(&event, frame.data(), sizeof event);
    while (frame.more() && events_.recv(frame, zmq::recv_flags::none)) continue;
    if (event == ZMQ_EVENT_HANDSHAKE_FAILED_AUTH)
      say("does not let us in: no access.client of its configuration has our public key " + public_key_);
    else if (event == ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL && public_key_.empty())
      say("asks for a key: use --key FILE and --server-key KEY, or --config FILE where its own can be read");
    else if (event == ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL)
      say("asks for no key: leave --key and --server-key away");
  }
  return error;
}

}  // namespace moderato::cli
