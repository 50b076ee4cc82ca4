// The operator's way in: takes requests of the command line and of other clients, and sends answers back.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "config/settings.hpp"
#include "transport/mailbox.hpp"
#include "transport/socket.hpp"

namespace moderato {

struct ControlAnswer {
  ReturnAddress to;
  std::vector<std::string> frames;  // the first is a JSON object
};

// Called from the control's thread only. Answers go to Control::answers, at once or later.
class ControlHandler {
 public:
  virtual ~ControlHandler() = default;
  virtual void request(std::string_view json, ReturnAddress from, const Peer& peer) = 0;
};

// Runs in one thread, which owns the socket; the mailbox and `stop` are for the others.
class Control {
 public:
  // Errors as open_endpoints. `largest_request` in bytes. `guard` outlives it.
  static Result<std::unique_ptr<Control>> open(zmq::context_t& context, const ControlSettings& settings,
                                               std::size_t largest_request, const Guard& guard);

  // Until stopped and every answer posted before is sent.
  void run(ControlHandler& handler);
  // Takes no more requests and goes on sending answers: those who keep asking can't keep the daemon from stopping. One
  // that slips in meanwhile may stay without its answer.
  void stop_taking();
  void stop();
  [[nodiscard]] Mailbox<ControlAnswer>& answers() { return answers_; }

 private:
  Control(zmq::context_t& context, std::size_t largest_request, const Guard& guard);
  void send_answers();

  const Guard& guard_;
  zmq::socket_t socket_;
  Mailbox<ControlAnswer> answers_;
  std::atomic<bool> taking_{true};
  std::atomic<bool> stopping_{false};
};

}  // namespace moderato
