#include "webhooks/delivery_queue.hpp"

#include <algorithm>
#include <utility>

#include "webhooks/tables.hpp"

namespace moderato::gateway {

DeliveryQueue::DeliveryQueue(sqlite::Database database, std::string hook)
    : database_(std::move(database)),
      hook_(std::move(hook)),
      due_(database_,
           "SELECT number, id, type, body, since, attempts FROM webhooks_delivery d "
           "WHERE hook = ?1 AND dead_at IS NULL AND next_at <= ?2 AND NOT EXISTS (SELECT 1 FROM webhooks_delivery e "
           "WHERE e.comment = d.comment AND e.site = d.site AND e.number < d.number AND e.hook = ?1 "
           "AND e.dead_at IS NULL) ORDER BY next_at, number LIMIT ?3"),
      next_(database_,
            "SELECT next_at FROM webhooks_delivery WHERE hook = ? AND dead_at IS NULL AND next_at > ? "
            "ORDER BY next_at LIMIT 1"),
      drop_(database_, "DELETE FROM webhooks_delivery WHERE number = ?"),
      retry_(database_,
             "UPDATE webhooks_delivery SET attempts = attempts + 1, failure = ?, away = ?, next_at = ? "
             "WHERE number = ?"),
      put_aside_(database_,
                 "UPDATE webhooks_delivery SET attempts = attempts + 1, failure = ?, dead_at = ? WHERE number = ?"),
      get_gone_(database_, "SELECT gone_at FROM webhooks_hook WHERE name = ?") {}

Result<DeliveryQueue> DeliveryQueue::open(const std::filesystem::path& store, std::string hook) {
  auto database = open_store(store, webhook_tables());
  if (!database) return database.error();
  try {
    return DeliveryQueue{std::move(*database), std::move(hook)};
  } catch (const sqlite::Failure& failure) {
    return Error{"store.cannot_open", "cannot open the gateway's store " + store.string() + ": " + failure.what()};
  }
}

std::vector<Delivery> DeliveryQueue::due(WallTime now, std::size_t most, std::span<const std::int64_t> under_way) {
  std::vector<Delivery> found;
  if (most == 0) return found;
  // Those under way are due as well, and stand among the first.
  sqlite::Cursor row = due_.query(hook_, number_of(now), most + under_way.size());
  while (found.size() < most && row.next()) {
    const std::int64_t number = row.integer(0);
    if (std::ranges::find(under_way, number) != under_way.end()) continue;
    found.push_back({.number = number,
                     .id = std::string{row.text(1)},
                     .type = std::string{row.text(2)},
                     .body = std::string{row.text(3)},
                     .since = WallTime{Milliseconds{row.integer(4)}},
                     .attempts = static_cast<int>(row.integer(5))});
  }
  return found;
}

std::optional<WallTime> DeliveryQueue::next(WallTime now) {
  sqlite::Cursor row = next_.query(hook_, number_of(now));
  if (!row.next()) return std::nullopt;
  return WallTime{Milliseconds{row.integer(0)}};
}

void DeliveryQueue::settle(std::span<const Outcome> outcomes) {
  if (outcomes.empty()) return;
  sqlite::Transaction transaction(database_);
  for (const Outcome& outcome : outcomes) switch (outcome.kind) {
      case Outcome::Kind::delivered:
        drop_.run(outcome.number);
        break;
      case Outcome::Kind::failed:
        retry_.run(outcome.failure, outcome.away ? 1 : 0, number_of(outcome.next_at), outcome.number);
        break;
      case Outcome::Kind::put_aside:
        put_aside_.run(outcome.failure, number_of(wall_now()), outcome.number);
        break;
    }
  transaction.commit();
}

void DeliveryQueue::try_all_again() {
  sqlite::Statement all(database_,
                        "UPDATE webhooks_delivery SET next_at = since, away = 0 "
                        "WHERE hook = ? AND dead_at IS NULL AND away = 1");
  all.run(hook_);
}

void DeliveryQueue::gone() {
  sqlite::Transaction transaction(database_);
  sqlite::Statement note(database_, "UPDATE webhooks_hook SET gone_at = ? WHERE name = ?");
  note.run(number_of(wall_now()), hook_);
  sqlite::Statement all(database_,
                        "UPDATE webhooks_delivery SET dead_at = ?, failure = 'the receiver wants no more: 410 Gone' "
                        "WHERE hook = ? AND dead_at IS NULL");
  all.run(number_of(wall_now()), hook_);
  transaction.commit();
}

bool DeliveryQueue::is_gone() {
  sqlite::Cursor row = get_gone_.query(hook_);
  return row.next() && !row.is_null(0);
}

}  // namespace moderato::gateway
