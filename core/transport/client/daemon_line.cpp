#include "transport/client/daemon_line.hpp"

#include <utility>

namespace moderato {
namespace {

constexpr std::chrono::milliseconds after_refusal{1'000};

zmq::socket_t calling_socket(zmq::context_t& context, const DaemonLineSettings& settings) {
  zmq::socket_t socket{context, settings.type};
  socket.set(zmq::sockopt::linger, 0);
  socket.set(zmq::sockopt::ipv6, true);
  socket.set(zmq::sockopt::sndhwm, 0);
  socket.set(zmq::sockopt::reconnect_ivl_max, 1'000);
  if (settings.identity) settings.identity->show_on(socket);
  for (const std::string& topic : settings.topics) socket.set(zmq::sockopt::subscribe, topic);
  return socket;
}

}  // namespace

Result<DaemonLine> DaemonLine::open(zmq::context_t& context, DaemonLineSettings settings) {
  DaemonLine line;
  line.context_ = &context;
  line.settings_ = std::move(settings);
  if (auto called = line.call(); !called) return called.error();
  return line;
}

Result<void> DaemonLine::call() {
  call_again_at_.reset();
  socket_ = calling_socket(*context_, settings_);
  // Before it calls: a connection that is refused at once is heard of once.
  watch_ = ConnectionWatch{*context_, socket_, settings_.hear};
  try {
    socket_.connect(settings_.address);
  } catch (const zmq::error_t& error) {
    return Error{"client.bad_address", "can't call " + settings_.address + ": " + error.what()};
  }
  return {};
}

ConnectionWatch::Heard DaemonLine::hear() {
  const ConnectionWatch::Heard heard = watch_.take();
  if (heard.refusal != ConnectionWatch::Refusal::none && !call_again_at_) call_again_at_ = Clock::now() + after_refusal;
  return heard;
}

void DaemonLine::call_again_when_due() {
  // The address was good before.
  if (call_again_at_ && Clock::now() >= *call_again_at_) (void)call();
}

void DaemonLine::close() {
  call_again_at_.reset();
  socket_.close();
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
