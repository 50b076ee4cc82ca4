#include "webhooks/outbox.hpp"

#include <algorithm>
#include <utility>

#include "http_client/clock.hpp"
#include "webhooks/tables.hpp"

namespace moderato::gateway {
namespace {

bool wants(const WebhookSettings& hook, const Message& message, const Payload& payload) {
  return std::ranges::find(hook.events, message.topic) != hook.events.end() &&
         (hook.sites.empty() || std::ranges::find(hook.sites, payload.site) != hook.sites.end());
}

}  // namespace

Outbox::Outbox(sqlite::Database database, std::vector<WebhookSettings> hooks, OutboxLimits limits)
    : database_(std::move(database)),
      hooks_(std::move(hooks)),
      limits_(limits),
      get_position_(database_, "SELECT seq, decided_at, begun FROM webhooks_position"),
      put_position_(database_, "UPDATE webhooks_position SET seq = ?, decided_at = ?, begun = ?"),
      get_hook_(database_, "SELECT gone_at FROM webhooks_hook WHERE name = ?"),
      put_(database_,
           "INSERT INTO webhooks_delivery (hook, id, type, site, comment, body, since, next_at) "
           "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)"),
      of_comment_(database_, "SELECT number, body FROM webhooks_delivery WHERE comment = ? AND site = ?"),
      put_body_(database_, "UPDATE webhooks_delivery SET body = ?, failure = '' WHERE number = ?") {}

Result<Outbox> Outbox::open(const std::filesystem::path& store, std::vector<WebhookSettings> hooks,
                            OutboxLimits limits) {
  auto database = open_store(store, webhook_tables());
  if (!database) return database.error();
  try {
    Outbox outbox{std::move(*database), std::move(hooks), limits};
    outbox.know_hooks();
    return outbox;
  } catch (const sqlite::Failure& failure) {
    return Error{"store.cannot_open", "cannot open the gateway's store " + store.string() + ": " + failure.what()};
  }
}

void Outbox::know_hooks() {
  sqlite::Transaction transaction(database_);
  std::vector<std::string> known;
  {
    sqlite::Statement all(database_, "SELECT name FROM webhooks_hook");
    for (sqlite::Cursor row = all.query(); row.next();) known.emplace_back(row.text(0));
  }
  const auto is_configured = [&](const std::string& name) {
    return std::ranges::find(hooks_, name, &WebhookSettings::name) != hooks_.end();
  };
  sqlite::Statement drop(database_, "DELETE FROM webhooks_delivery WHERE hook = ?");
  sqlite::Statement forget(database_, "DELETE FROM webhooks_hook WHERE name = ?");
  for (const std::string& name : known) {
    if (is_configured(name)) continue;
    drop.run(name);
    forgotten_.push_back({name, sqlite3_changes64(database_.handle())});
    forget.run(name);
  }
  sqlite::Statement know(database_,
                         "INSERT INTO webhooks_hook (name, url) VALUES (?, ?) ON CONFLICT (name) DO UPDATE "
                         "SET gone_at = iif(url = excluded.url, gone_at, NULL), url = excluded.url");
  for (const WebhookSettings& hook : hooks_) know.run(hook.name, hook.url);
  // While there was no hook, nothing was followed.
  if (std::ranges::none_of(known, is_configured)) put_position_.run(0, "", 0);
  transaction.commit();
}

Position Outbox::position() {
  sqlite::Cursor row = get_position_.query();
  if (!row.next()) return {};
  return {{row.integer(0)}, std::string{row.text(1)}};
}

bool Outbox::has_begun() {
  sqlite::Cursor row = get_position_.query();
  return row.next() && row.integer(2) != 0;
}

void Outbox::begin_at(const Position& newest) {
  put_position_.run(newest.seq.value, newest.decided_at, 1);
}

void Outbox::start_anew() {
  sqlite::Transaction transaction(database_);
  const Payload payload = ledger_replaced();
  for (const WebhookSettings& hook : hooks_)
    if (!is_gone(hook.name)) put(hook, payload);
  put_position_.run(0, "", 0);
  transaction.commit();
}

Outbox::Taken Outbox::take_up(std::span<const Message> messages) {
  Taken taken;
  if (messages.empty()) return taken;
  sqlite::Transaction transaction(database_);
  Position now = position();
  const Seq before = now.seq;
  bool erased_some = false;
  for (const Message* const each : in_order(messages, before)) {
    const Message& message = *each;
    now = {message.seq, marks_of(message.verdict).decided_at};
    const auto payload = payload_of(message);
    if (!payload) {
      ++taken.unreadable;
      continue;
    }
    if (message.topic == Topic::erased) {
      erase(*payload);
      erased_some = true;
    }
    for (const WebhookSettings& hook : hooks_)
      if (wants(hook, message, *payload) && !is_gone(hook.name)) put(hook, *payload);
  }
  for (const WebhookSettings& hook : hooks_)
    if (keep_within_limits(hook.name)) taken.overflowed.push_back(hook.name);
  if (now.seq > before) put_position_.run(now.seq.value, now.decided_at, 1);
  transaction.commit();
  log_holds_erased_ = log_holds_erased_ || erased_some;
  return taken;
}

void Outbox::put(const WebhookSettings& hook, const Payload& payload) {
  put_.run(hook.name, payload.id, payload.type, payload.site, payload.comment, payload.body, number_of(wall_now()));
}

void Outbox::erase(const Payload& payload) {
  std::vector<std::pair<std::int64_t, std::string>> bodies;
  for (sqlite::Cursor row = of_comment_.query(payload.comment, payload.site); row.next();)
    bodies.emplace_back(row.integer(0), erased(row.text(1)));
  for (const auto& [number, body] : bodies) put_body_.run(body, number);
}

bool Outbox::keep_within_limits(const std::string& hook) {
  const auto count = [&](const char* sql) {
    sqlite::Statement statement(database_, sql);
    sqlite::Cursor row = statement.query(hook);
    return row.next() ? row.integer(0) : 0;
  };
  const std::int64_t waiting =
      count("SELECT count(*) FROM webhooks_delivery WHERE hook = ? AND dead_at IS NULL") - limits_.waiting;
  if (waiting > 0) {
    sqlite::Statement put_aside(
        database_,
        "UPDATE webhooks_delivery SET dead_at = ?, failure = 'too many were waiting' WHERE number IN (SELECT number "
        "FROM webhooks_delivery WHERE hook = ? AND dead_at IS NULL ORDER BY number LIMIT ?)");
    put_aside.run(number_of(wall_now()), hook, waiting);
  }
  const std::int64_t dead =
      count("SELECT count(*) FROM webhooks_delivery WHERE hook = ? AND dead_at IS NOT NULL") - limits_.dead;
  if (dead > 0) {
    sqlite::Statement discard(database_,
                              "DELETE FROM webhooks_delivery WHERE number IN (SELECT number FROM webhooks_delivery "
                              "WHERE hook = ? AND dead_at IS NOT NULL ORDER BY number LIMIT ?)");
    discard.run(hook, dead);
    sqlite::Statement note(database_, "UPDATE webhooks_hook SET discarded = discarded + ? WHERE name = ?");
    note.run(dead, hook);
  }
  return waiting > 0;
}

bool Outbox::is_gone(const std::string& hook) {
  sqlite::Cursor row = get_hook_.query(hook);
  return row.next() && !row.is_null(0);
}

void Outbox::tidy() {
  if (!log_holds_erased_) return;
  sqlite::Statement checkpoint(database_, "PRAGMA wal_checkpoint(TRUNCATE)");
  sqlite::Cursor row = checkpoint.query();
  log_holds_erased_ = !row.next() || row.integer(0) != 0;
}

}  // namespace moderato::gateway
