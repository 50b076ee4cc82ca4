#include "transport/control.hpp"

#include <array>

namespace moderato {

Control::Control(zmq::context_t& context, std::size_t largest_request, const Guard& guard)
    : guard_(guard), socket_(context, zmq::socket_type::router) {
  socket_.set(zmq::sockopt::maxmsgsize, static_cast<std::int64_t>(largest_request));
  // Answers kept for a client that does not read; those beyond are dropped. An answer is a page of about a mebibyte at
  // the most.
  socket_.set(zmq::sockopt::sndhwm, 64);
  socket_.set(zmq::sockopt::linger, 1'000);
  socket_.set(zmq::sockopt::ipv6, true);
  socket_.set(zmq::sockopt::router_mandatory, true);
  let_come_back(socket_, guard);
}

Result<std::unique_ptr<Control>> Control::open(zmq::context_t& context, const ControlSettings& settings,
                                               std::size_t largest_request, const Guard& guard) {
  std::unique_ptr<Control> control{new Control{context, largest_request, guard}};
  if (auto opened = open_endpoints(control->socket_, settings.endpoint, "control.endpoint", guard); !opened)
    return opened.error();
  return control;
}

void Control::stop_taking() {
  taking_ = false;
  answers_.wake();
}

void Control::stop() {
  stopping_ = true;
  answers_.wake();
}

void Control::run(ControlHandler& handler) {
  while (true) {
    const bool last = stopping_;
    std::array<zmq::pollitem_t, 2> items{
        {{nullptr, answers_.fd(), ZMQ_POLLIN, 0}, {socket_.handle(), 0, ZMQ_POLLIN, 0}}};
    if (!last) zmq::poll(items.data(), taking_ ? items.size() : 1, std::chrono::milliseconds{-1});
    send_answers();
    if (last) return;
    if (!taking_) continue;
    if (auto letter = receive_letter(socket_)) {
      if (letter->frames.empty()) letter->frames.emplace_back();
      const zmq::message_t& frame = letter->frames.front();
      handler.request(view(frame), std::move(letter->from), guard_.peer_of(frame));
      send_answers();
    }
  }
}

void Control::send_answers() {
  for (const ControlAnswer& answer : answers_.take_all()) {
    const std::vector<std::string_view> frames{answer.frames.begin(), answer.frames.end()};
    send_letter(socket_, answer.to, frames);
  }
}

}  // namespace moderato
