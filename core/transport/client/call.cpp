#include "transport/client/call.hpp"

namespace moderato {

zmq::socket_t calling_socket(zmq::context_t& context, zmq::socket_type type, const std::optional<Identity>& identity) {
  zmq::socket_t socket{context, type};
  socket.set(zmq::sockopt::linger, 0);
  socket.set(zmq::sockopt::ipv6, true);
  socket.set(zmq::sockopt::sndhwm, 0);
  socket.set(zmq::sockopt::reconnect_ivl_max, 1'000);
  if (identity) identity->show_on(socket);
  return socket;
}

Result<void> call(zmq::socket_t& socket, const std::string& address) {
  try {
    socket.connect(address);
  } catch (const zmq::error_t& error) {
    return Error{"client.bad_address", "can't call " + address + ": " + error.what()};
  }
  return {};
}

std::vector<std::string> receive_within(zmq::socket_t& socket, std::chrono::milliseconds time) {
  std::vector<std::string> frames;
  zmq::pollitem_t item{socket.handle(), 0, ZMQ_POLLIN, 0};
  if (zmq::poll(&item, 1, time) == 0) return frames;
  zmq::message_t frame;
  do {
    if (!socket.recv(frame, frames.empty() ? zmq::recv_flags::dontwait : zmq::recv_flags::none)) break;
    frames.push_back(frame.to_string());
  } while (frame.more());
  return frames;
}

}  // namespace moderato
