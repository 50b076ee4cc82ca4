// What is still to be sent to receivers, in the gateway's store: in it with the commit that takes up a decision, and
// out of it once the receiver has it.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "config/webhook_settings.hpp"
#include "feed/projection.hpp"
#include "sqlite/sqlite.hpp"
#include "webhooks/payload.hpp"

namespace moderato::gateway {

// Of each hook. Beyond, the oldest is put aside, and of those that were, the oldest is discarded.
struct OutboxLimits {
  std::int64_t waiting = 100'000;
  std::int64_t dead = 10'000;
};

// Not thread-safe. Whatever goes wrong with the file is a sqlite::Failure, thrown; nothing is changed then.
class Outbox {
 public:
  // Hooks that are not configured any more are forgotten, with all that waits for them; one whose URL is another than
  // before is told again what comes, if its receiver wanted no more. Errors: those of open_store.
  [[nodiscard]] static Result<Outbox> open(const std::filesystem::path& store, std::vector<WebhookSettings> hooks,
                                           OutboxLimits limits = {});

  // What opening changed, for the log.
  struct Forgotten {
    std::string hook;
    std::int64_t deliveries = 0;
  };
  [[nodiscard]] const std::vector<Forgotten>& forgotten() const { return forgotten_; }

  [[nodiscard]] Position position();
  // Nothing was taken up yet: it is to begin with what the daemon decides next.
  [[nodiscard]] bool has_begun();
  void begin_at(const Position& newest);
  // The daemon's ledger is another: tells every hook, and has not begun any more.
  void start_anew();

  struct Taken {
    std::size_t unreadable = 0;
    std::vector<std::string> overflowed;  // hooks for which the oldest delivery was put aside
  };
  // As Projection::apply. What an erased comment was is taken out of what waits.
  [[nodiscard]] Taken take_up(std::span<const Message> messages);

  // As Projection::tidy: cuts off the write-ahead log, once something was erased.
  void tidy();

 private:
  Outbox(sqlite::Database database, std::vector<WebhookSettings> hooks, OutboxLimits limits);
  void know_hooks();
  void put(const WebhookSettings& hook, const Payload& payload);
  void erase(const Payload& payload);
  [[nodiscard]] bool keep_within_limits(const std::string& hook);
  [[nodiscard]] bool is_gone(const std::string& hook);

  sqlite::Database database_;
  std::vector<WebhookSettings> hooks_;
  OutboxLimits limits_;
  std::vector<Forgotten> forgotten_;
  bool log_holds_erased_ = true;  // or may: who knows how the last program ended
  sqlite::Statement get_position_, put_position_;
  sqlite::Statement get_hook_, put_;
  sqlite::Statement of_comment_, put_body_;
};

}  // namespace moderato::gateway
