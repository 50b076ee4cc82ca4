#include "transport/client/connection_watch.hpp"

#include <atomic>
#include <cstring>
#include <string>

namespace moderato {

ConnectionWatch::ConnectionWatch(zmq::context_t& context, zmq::socket_t& socket, Hear what)
    : events_(context, zmq::socket_type::pair) {
  static std::atomic<unsigned> count{0};
  const std::string name = "inproc://connection-" + std::to_string(++count);
  constexpr int losses = ZMQ_EVENT_DISCONNECTED | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH | ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL;
  const int heard = what == Hear::everything ? losses | ZMQ_EVENT_HANDSHAKE_SUCCEEDED : losses;
  if (zmq_socket_monitor(socket.handle(), name.c_str(), heard) != 0) throw zmq::error_t{};
  events_.connect(name);
}

ConnectionWatch::Heard ConnectionWatch::take() {
  Heard heard;
  // Two frames each: number and value of the event, and the address.
  for (zmq::message_t frame; events_.recv(frame, zmq::recv_flags::dontwait);) {
    std::uint16_t event = 0;
    if (frame.size() >= sizeof event) std::memcpy(&event, frame.data(), sizeof event);
    while (frame.more() && events_.recv(frame, zmq::recv_flags::none)) continue;
    if (event == ZMQ_EVENT_HANDSHAKE_SUCCEEDED)
      heard.made = true;
    else
      heard.lost = true;
    if (event == ZMQ_EVENT_HANDSHAKE_FAILED_AUTH) heard.refusal = Refusal::key;
    if (event == ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL) heard.refusal = Refusal::handshake;
  }
  return heard;
}

}  // namespace moderato
