// The webhooks' outbox, as the feed fills it.
#pragma once

#include <functional>

#include "daemon/logging.hpp"
#include "feed/projection.hpp"
#include "webhooks/outbox.hpp"

namespace moderato::gateway {

class WebhookProjection final : public Projection {
 public:
  // `on_taken_up`: told after the commit, in the follower's thread, that there may be something to send.
  WebhookProjection(Outbox outbox, std::function<void()> on_taken_up, Log log)
      : outbox_(std::move(outbox)), on_taken_up_(std::move(on_taken_up)), log_(std::move(log)) {}

  [[nodiscard]] std::string_view name() const override { return "the webhooks' outbox"; }
  [[nodiscard]] std::string_view when_damaged() const override {
    return "it is in gateway.store: restore that from a backup";
  }
  [[nodiscard]] std::span<const Topic> topics() const override;
  [[nodiscard]] Position position() override { return outbox_.position(); }
  [[nodiscard]] bool begins_at_newest() override { return !outbox_.has_begun(); }
  void begin_at(const Position& newest) override { outbox_.begin_at(newest); }
  std::size_t apply(std::span<const Message> messages) override;
  void start_anew() override;
  void tidy() override { outbox_.tidy(); }

 private:
  Outbox outbox_;
  std::function<void()> on_taken_up_;
  Log log_;
};

}  // namespace moderato::gateway
