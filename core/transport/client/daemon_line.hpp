// A line to one of the daemon's endpoints: the socket that calls it, and what becomes of the connection.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>
#include <zmq.hpp>

#include "comment/result.hpp"
#include "transport/client/connection_watch.hpp"
#include "transport/client/identity.hpp"

namespace moderato {

struct DaemonLineSettings {
  zmq::socket_type type = zmq::socket_type::dealer;
  std::string address;
  std::optional<Identity> identity{};  // where the daemon asks for keys
  std::vector<std::string> topics{};   // what a subscriber hears
  ConnectionWatch::Hear hear = ConnectionWatch::Hear::everything;
};

// Not thread-safe. The socket does not hold up the program's end, and takes all that is sent: callers bound that
// themselves.
class DaemonLine {
 public:
  using Clock = std::chrono::steady_clock;

  DaemonLine() = default;  // none
  // Calls. The context outlives it. Error: client.bad_address.
  [[nodiscard]] static Result<DaemonLine> open(zmq::context_t& context, DaemonLineSettings settings);

  // Is another after call_again_when_due().
  [[nodiscard]] zmq::socket_t& socket() { return socket_; }
  [[nodiscard]] explicit operator bool() const { return static_cast<bool>(socket_); }
  // Can be polled: there is something to hear.
  [[nodiscard]] void* watch_handle() { return watch_.handle(); }

  // Takes all that was heard of the connection.
  [[nodiscard]] ConnectionWatch::Heard hear();

  // libzmq calls nobody again who refused the handshake; but the daemon's configuration may become another. Nothing:
  // the line is well, or libzmq calls by itself.
  [[nodiscard]] std::optional<Clock::time_point> call_again_at() const { return call_again_at_; }
  // With what was sent meanwhile lost.
  void call_again_when_due();

  void close();

 private:
  Result<void> call();

  zmq::context_t* context_ = nullptr;
  DaemonLineSettings settings_;
  zmq::socket_t socket_;
  ConnectionWatch watch_;
  std::optional<Clock::time_point> call_again_at_;
};

// All frames of the next message; nothing when none came in time.
[[nodiscard]] std::vector<std::string> receive_within(zmq::socket_t& socket, std::chrono::milliseconds time);

}  // namespace moderato
