// A daemon's socket in a test's hands.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <zmq.hpp>

namespace moderato::testing {

class AnsweringSocket {
 public:
  AnsweringSocket() { bind("tcp://127.0.0.1:*"); }

  [[nodiscard]] const std::string& address() const { return address_; }

  void close() {
    socket_.close();
    context_.close();  // returns once the address is free
  }
  void listen_again() {
    context_ = zmq::context_t{};
    bind(address_);
  }
  void restart() {
    close();
    listen_again();
  }

  // What comes next.
  std::string received() {
    zmq::message_t frame;
    EXPECT_TRUE(socket_.recv(client_));
    EXPECT_TRUE(socket_.recv(frame));
    return frame.to_string();
  }
  bool something_came() {
    zmq::pollitem_t item{socket_.handle(), 0, ZMQ_POLLIN, 0};
    return zmq::poll(&item, 1, std::chrono::milliseconds{0}) > 0;
  }
  // To whom that came from.
  void answer(const std::string& text) {
    zmq::message_t client;
    client.copy(client_);
    socket_.send(client, zmq::send_flags::sndmore);
    socket_.send(zmq::buffer(text));
  }

 private:
  void bind(const std::string& at) {
    socket_ = zmq::socket_t{context_, zmq::socket_type::router};
    socket_.set(zmq::sockopt::linger, 0);
    socket_.set(zmq::sockopt::rcvtimeo, 60'000);
    socket_.bind(at);
    address_ = socket_.get(zmq::sockopt::last_endpoint);
  }

  zmq::context_t context_;
  zmq::socket_t socket_;
  std::string address_;
  zmq::message_t client_;
};

}  // namespace moderato::testing
