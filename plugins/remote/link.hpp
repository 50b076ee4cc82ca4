// How messages go to a program and back. A link never blocks; for one thread.
#pragma once

#include <poll.h>

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moderato::remote {

// A program's message with more bytes ends the conversation.
inline constexpr std::size_t longest_message = 1U << 20U;

class Link {
 public:
  using Clock = std::chrono::steady_clock;
  using Take = std::function<void(std::string_view message)>;

  Link() = default;
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;
  virtual ~Link() = default;

  // Whether there is room for another message. The caller keeps it meanwhile.
  [[nodiscard]] virtual bool has_room() const = 0;
  virtual void send(std::string message) = 0;

  // Sends what can be sent now, and hands what has come to `take`; a part of it, where there is much. Returns why
  // nothing will go on here, once that is so.
  [[nodiscard]] virtual std::optional<std::string> move(const Take& take) = 0;

  // Adds what to wait for before the next move(). False when there is something to do at once.
  [[nodiscard]] virtual bool wait_for(std::vector<pollfd>& polled) const = 0;

  // Since when the other end takes nothing of what is to be sent.
  [[nodiscard]] virtual std::optional<Clock::time_point> stuck_since() const = 0;
};

}  // namespace moderato::remote
