#include "zmq_link.hpp"

#include <cstring>
#include <stdexcept>

namespace moderato::remote {
namespace {

// Inside libzmq, each way. What waits there has its place in the queue already.
constexpr int most_messages = 64;
constexpr int reconnect_ms = 20;
constexpr int most_reconnect_ms = 1'000;
constexpr int most_at_once = 256;  // then it is somebody else's turn

constexpr const char* events_address = "inproc://events";

bool is_ready(const zmq::socket_t& socket, int what) {
  return (socket.get(zmq::sockopt::events) & what) != 0;
}

}  // namespace

ZmqLink::ZmqLink(const std::string& endpoint) {
  try {
    socket_.set(zmq::sockopt::linger, 0);
    socket_.set(zmq::sockopt::immediate, 1);  // nothing waits for a program that may never be there
    socket_.set(zmq::sockopt::maxmsgsize, static_cast<std::int64_t>(longest_message));
    socket_.set(zmq::sockopt::sndhwm, most_messages);
    socket_.set(zmq::sockopt::rcvhwm, most_messages);
    socket_.set(zmq::sockopt::reconnect_ivl, reconnect_ms);
    socket_.set(zmq::sockopt::reconnect_ivl_max, most_reconnect_ms);
    socket_.set(zmq::sockopt::ipv6, 1);
    events_.set(zmq::sockopt::linger, 0);
    if (::zmq_socket_monitor(socket_.handle(), events_address, ZMQ_EVENT_DISCONNECTED) != 0) throw zmq::error_t{};
    events_.connect(events_address);
    socket_.connect(endpoint);
  } catch (const zmq::error_t& error) {
    throw std::runtime_error("can't connect to " + endpoint + ": " + error.what());
  }
}

void ZmqLink::send(std::string message) {
  if (queue_.empty()) progress_ = Clock::now();
  queue_.push_back(std::move(message));
}

std::optional<std::string> ZmqLink::move(const Take& take) {
  send_queued();
  receive(take);
  return has_lost_its_connection() ? std::optional<std::string>{"hung up"} : std::nullopt;
}

void ZmqLink::send_queued() {
  for (; !queue_.empty(); queue_.pop_front()) {
    // Once the first frame is taken, so are the others.
    if (!socket_.send(zmq::message_t{}, zmq::send_flags::sndmore | zmq::send_flags::dontwait)) return;
    (void)socket_.send(zmq::buffer(queue_.front()), zmq::send_flags::dontwait);
    progress_ = Clock::now();
  }
}

void ZmqLink::receive(const Take& take) {
  for (int i = 0; i < most_at_once; ++i) {
    zmq::message_t frame;
    if (!socket_.recv(frame, zmq::recv_flags::dontwait)) return;
    while (frame.more())
      if (!socket_.recv(frame, zmq::recv_flags::dontwait)) return;
    take(frame.to_string_view());
  }
}

bool ZmqLink::has_lost_its_connection() {
  bool lost = false;
  // The event, then whose it is.
  for (zmq::message_t frame; events_.recv(frame, zmq::recv_flags::dontwait);)
    if (frame.more()) lost = true;
  return lost;
}

bool ZmqLink::wait_for(std::vector<pollfd>& polled) const {
  polled.push_back({socket_.get(zmq::sockopt::fd), POLLIN, 0});
  polled.push_back({events_.get(zmq::sockopt::fd), POLLIN, 0});
  return !is_ready(socket_, ZMQ_POLLIN) && !is_ready(events_, ZMQ_POLLIN) &&
         (queue_.empty() || !is_ready(socket_, ZMQ_POLLOUT));
}

std::optional<Link::Clock::time_point> ZmqLink::stuck_since() const {
  return queue_.empty() ? std::nullopt : std::optional{progress_};
}

}  // namespace moderato::remote
