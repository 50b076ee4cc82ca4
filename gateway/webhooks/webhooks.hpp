// Tells other servers what becomes of comments: follows the daemon's feed into an outbox, and delivers from there.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "config/problem.hpp"
#include "config/webhook_settings.hpp"
#include "daemon/logging.hpp"
#include "feed/following.hpp"
#include "webhooks/projection.hpp"
#include "webhooks/sender.hpp"

namespace moderato::gateway {

// Whether these hooks can be called, without calling them. Reads their secrets.
[[nodiscard]] Problems check_webhooks(const std::vector<WebhookSettings>& hooks);

// Has a thread of its own, and one for each hook. Without hooks it does nothing.
class Webhooks {
 public:
  // Errors: those of open_store; webhook.ca_file; webhook.configuration, of what check_webhooks would tell.
  [[nodiscard]] static Result<std::unique_ptr<Webhooks>> open(const std::filesystem::path& store,
                                                              const std::vector<WebhookSettings>& hooks,
                                                              FollowerSettings daemon, const Log& log);
  ~Webhooks();  // stops, and waits
  Webhooks(const Webhooks&) = delete;
  Webhooks& operator=(const Webhooks&) = delete;

  // `on_failed`: told, in its thread, when the feed can't be followed any more.
  void start(std::function<void()> on_failed);

 private:
  Webhooks(Outbox outbox, std::vector<std::unique_ptr<Sender>> senders, FollowerSettings daemon, const Log& log);

  Log log_;
  std::vector<std::unique_ptr<Sender>> senders_;
  WebhookProjection outbox_;
  Following following_;
};

}  // namespace moderato::gateway
