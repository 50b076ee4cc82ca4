#include "webhooks/webhooks.hpp"

#include <exception>
#include <utility>
#include <variant>

namespace moderato::gateway {

Problems check_webhooks(const std::vector<WebhookSettings>& hooks) {
  Problems all;
  for (const WebhookSettings& hook : hooks) {
    auto receiver = receiver_of(hook);
    if (auto* problems = std::get_if<Problems>(&receiver)) {
      all.insert(all.end(), problems->begin(), problems->end());
    } else if (const auto tls = tls_of(hook); !tls) {
      all.push_back({hook.place.file, hook.place.line, hook.place.column, tls.error().message});
    }
  }
  return all;
}

Webhooks::Webhooks(Outbox outbox, std::vector<std::unique_ptr<Sender>> senders, FollowerSettings daemon, const Log& log)
    : log_(log),
      senders_(std::move(senders)),
      outbox_(
          std::move(outbox),
          [this] {
            for (const auto& sender : senders_) sender->ring();
          },
          log),
      following_(std::move(daemon), outbox_, log) {}

Result<std::unique_ptr<Webhooks>> Webhooks::open(const std::filesystem::path& store,
                                                 const std::vector<WebhookSettings>& hooks, FollowerSettings daemon,
                                                 const Log& log) {
  auto outbox = Outbox::open(store, hooks);
  if (!outbox) return outbox.error();
  for (const auto& [hook, deliveries] : outbox->forgotten())
    log->warn("webhook {} is not configured any more: {} deliveries that waited for it are dropped", hook, deliveries);
  std::vector<std::unique_ptr<Sender>> senders;
  for (const WebhookSettings& hook : hooks) {
    auto receiver = receiver_of(hook);
    if (const auto* problems = std::get_if<Problems>(&receiver))
      return Error{"webhook.configuration", problems->front().text()};
    auto sender = Sender::open(store, std::get<Receiver>(std::move(receiver)), log);
    if (!sender) return sender.error();
    senders.push_back(std::move(*sender));
  }
  return std::unique_ptr<Webhooks>{new Webhooks{std::move(*outbox), std::move(senders), std::move(daemon), log}};
}

Webhooks::~Webhooks() {
  following_.stop();
  for (const auto& sender : senders_) sender->stop();
}

void Webhooks::start(std::function<void()> on_failed) {
  if (senders_.empty()) return;
  for (const auto& sender : senders_) sender->start();
  following_.start("webhooks", std::move(on_failed));
}

}  // namespace moderato::gateway
