// Messages over ZeroMQ, one a message: [empty frame][JSON], as REP, ROUTER and DEALER sockets at the other end know it.
#pragma once

#include <deque>
#include <zmq.hpp>

#include "link.hpp"

namespace moderato::remote {

class ZmqLink final : public Link {
 public:
  // Connects, once somebody is there. Throws std::runtime_error with a sentence when that is no address.
  explicit ZmqLink(const std::string& endpoint);

  [[nodiscard]] bool has_room() const override { return queue_.empty(); }
  void send(std::string message) override;
  // It is broken once a connection that there was is lost: who is there afterwards knows nothing.
  [[nodiscard]] std::optional<std::string> move(const Take& take) override;
  [[nodiscard]] bool wait_for(std::vector<pollfd>& polled) const override;
  [[nodiscard]] std::optional<Clock::time_point> stuck_since() const override;

 private:
  void send_queued();
  void receive(const Take& take);
  [[nodiscard]] bool has_lost_its_connection();

  zmq::context_t context_{1};
  zmq::socket_t socket_{context_, zmq::socket_type::dealer};
  zmq::socket_t events_{context_, zmq::socket_type::pair};
  std::deque<std::string> queue_;
  Clock::time_point progress_;
};

}  // namespace moderato::remote
