// What other threads want of the connections of one thread.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <variant>
#include <vector>

#include "http/response.hpp"

namespace moderato::gateway::http {

class Connection;

struct StreamStart {
  Response head;
  std::function<void()> on_closed;
};
struct StreamEnd {};

struct Message {
  std::shared_ptr<Connection> to;
  std::variant<Response, StreamStart, SharedText, StreamEnd> what;
};

// Many threads put in, one takes all out. An event for 10,000 readers is 10,000 messages and one wake-up.
class Mailbox {
 public:
  enum class Put : std::uint8_t {
    first,   // the taker has to be woken
    behind,  // it has been
    closed,  // nobody will take it; the message is as it was
  };

  [[nodiscard]] Put put(Message& message);
  [[nodiscard]] std::vector<Message> take_all();
  // Returns what was left.
  [[nodiscard]] std::vector<Message> close();

 private:
  std::mutex mutex_;
  std::vector<Message> messages_;
  bool closed_ = false;
};

}  // namespace moderato::gateway::http
