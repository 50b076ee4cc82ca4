#include "webhooks/projection.hpp"

#include <array>

namespace moderato::gateway {

// All of them, whatever hooks ask for: what is erased has to go from the outbox, and where the ledger ends can only be
// told by all.
std::span<const Topic> WebhookProjection::topics() const {
  static constexpr std::array topics{Topic::approved, Topic::held, Topic::rejected, Topic::withdrawn, Topic::erased};
  return topics;
}

std::size_t WebhookProjection::apply(std::span<const Message> messages) {
  const Outbox::Taken taken = outbox_.take_up(messages);
  for (const std::string& hook : taken.overflowed)
    log_->warn("webhook {}: too much waits for its receiver; what is oldest was put aside", hook);
  if (!messages.empty()) on_taken_up_();
  return taken.unreadable;
}

void WebhookProjection::start_anew() {
  outbox_.start_anew();
  on_taken_up_();
}

}  // namespace moderato::gateway
