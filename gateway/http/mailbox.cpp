#include "http/mailbox.hpp"

#include <utility>

namespace moderato::gateway::http {

Mailbox::Put Mailbox::put(Message& message) {
  const std::scoped_lock lock{mutex_};
  if (closed_) return Put::closed;
  messages_.push_back(std::move(message));
  return messages_.size() == 1 ? Put::first : Put::behind;
}

std::vector<Message> Mailbox::take_all() {
  const std::scoped_lock lock{mutex_};
  return std::exchange(messages_, {});
}

std::vector<Message> Mailbox::close() {
  const std::scoped_lock lock{mutex_};
  closed_ = true;
  return std::exchange(messages_, {});
}

}  // namespace moderato::gateway::http
