// One end of a connection between the daemon and a filter's process: messages of up to 64 KB, whole or not at all.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "config/fd.hpp"

namespace moderato::isolation {

inline constexpr std::size_t largest_message = 65'536;

// For one thread at a time; the two ends are independent.
class MessageSocket {
 public:
  MessageSocket() = default;
  explicit MessageSocket(Fd fd) : fd_(std::move(fd)), room_(std::make_unique<char[]>(largest_message)) {}
  // Both ends are closed on exec. Throws std::system_error when the system has none to give.
  [[nodiscard]] static std::pair<MessageSocket, MessageSocket> make_pair();

  // False when the other end is gone, or the message is too large.
  [[nodiscard]] bool send(std::string_view message) const;

  struct Received {
    enum class What { message, nothing_yet, closed } what = What::closed;
    std::string_view message;  // until the next is received
  };
  // Waits for a message until `timeout` is over, for ever when there is none.
  [[nodiscard]] Received receive(std::optional<std::chrono::milliseconds> timeout = {});

  [[nodiscard]] int fd() const { return fd_.get(); }

 private:
  Fd fd_;
  std::unique_ptr<char[]> room_;
};

}  // namespace moderato::isolation
