#include "webhooks/commands.hpp"

#include <fmt/chrono.h>
#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <cstdio>
#include <memory>
#include <variant>
#include <vector>

#include "config/load.hpp"
#include "config/wording.hpp"
#include "daemon/exit_code.hpp"
#include "http_client/client.hpp"
#include "http_client/clock.hpp"
#include "sqlite/sqlite.hpp"
#include "store/store.hpp"
#include "webhooks/payload.hpp"
#include "webhooks/request.hpp"
#include "webhooks/tables.hpp"

namespace moderato::gateway {
namespace {

namespace asio = boost::asio;

struct Asked {
  std::string name;
  std::vector<std::string> ids;
};

int fail(const std::string& what, ExitCode code) {
  std::fprintf(stderr, "moderato-gateway: %s\n", what.c_str());
  return number_of(code);
}

std::string time_text(std::int64_t milliseconds) {
  return fmt::format("{:%Y-%m-%d %H:%M:%S}Z", fmt::gmtime(static_cast<std::time_t>(milliseconds / 1'000)));
}

// Runs `act` with the settings and the store; says what is in the way.
template <class Act>
int with_store(const std::string& config, const Act& act) {
  auto loaded = config.empty() ? load_embedded() : load_settings(config);
  if (const auto* problems = std::get_if<Problems>(&loaded)) return report(*problems);
  const GatewaySettings& settings = std::get<Settings>(loaded).gateway;
  auto store = open_store(settings.store, webhook_tables());
  if (!store) return fail(store.error().message, ExitCode::unavailable);
  try {
    return act(settings.webhooks, *store);
  } catch (const sqlite::Failure& failure) {
    return fail(std::string{"the gateway's store can't be used: "} + failure.what(), ExitCode::unavailable);
  }
}

const WebhookSettings* find(const std::vector<WebhookSettings>& hooks, const std::string& name) {
  const auto found = std::ranges::find(hooks, name, &WebhookSettings::name);
  return found == hooks.end() ? nullptr : &*found;
}

int no_such_hook(const std::vector<WebhookSettings>& hooks, const std::string& name) {
  std::vector<std::string> names;
  for (const WebhookSettings& hook : hooks) names.push_back(hook.name);
  return fail("there is no webhook " + in_quotes(name) + " in the configuration" + did_you_mean(name, names),
              ExitCode::usage);
}

std::string shown(const WebhookSettings& hook) {
  const auto url = http_client::parse_url(hook.url);
  const auto* parts = std::get_if<http_client::Url>(&url);
  return parts == nullptr ? "a URL that can't be used" : parts->name();
}

int list(const std::vector<WebhookSettings>& hooks, sqlite::Database& store) {
  if (hooks.empty()) std::puts("The configuration has no webhooks.");
  sqlite::Statement state(store, "SELECT gone_at, discarded FROM webhooks_hook WHERE name = ?");
  sqlite::Statement counts(
      store,
      "SELECT count(*) FILTER (WHERE dead_at IS NULL), count(*) FILTER (WHERE dead_at IS NOT NULL), "
      "min(since) FILTER (WHERE dead_at IS NULL) FROM webhooks_delivery WHERE hook = ?");
  sqlite::Statement failure(
      store,
      "SELECT failure FROM webhooks_delivery WHERE hook = ? AND dead_at IS NULL AND failure <> '' "
      "ORDER BY number LIMIT 1");
  for (const WebhookSettings& hook : hooks) {
    sqlite::Cursor count = counts.query(hook.name);
    if (!count.next()) continue;
    fmt::print("{}  {}  waiting {}, put aside {}", hook.name, shown(hook), count.integer(0), count.integer(1));
    if (!count.is_null(2)) fmt::print(", oldest from {}", time_text(count.integer(2)));
    sqlite::Cursor known = state.query(hook.name);
    const bool is_known = known.next();
    if (!is_known) fmt::print("; begins when the gateway is started");
    if (is_known && known.integer(1) > 0) fmt::print(", discarded {}", known.integer(1));
    if (is_known && !known.is_null(0)) fmt::print("; stopped: it answered 410 at {}", time_text(known.integer(0)));
    sqlite::Cursor wrong = failure.query(hook.name);
    if (wrong.next()) fmt::print("; {}", printable(wrong.text(0), 200));
    fmt::print("\n");
  }
  return number_of(ExitCode::ok);
}

int dead(const std::vector<WebhookSettings>& hooks, sqlite::Database& store, const Asked& asked) {
  if (!asked.name.empty() && find(hooks, asked.name) == nullptr) return no_such_hook(hooks, asked.name);
  sqlite::Statement all(store,
                        "SELECT hook, id, type, site, comment, since, attempts, failure FROM webhooks_delivery "
                        "WHERE dead_at IS NOT NULL AND (?1 = '' OR hook = ?1) ORDER BY number");
  for (sqlite::Cursor row = all.query(asked.name); row.next();)
    fmt::print("{}  {}  {}  {}/{}  from {}, {} attempts: {}\n", row.text(0), row.text(1), row.text(2),
               printable(row.text(3), 128), printable(row.text(4), 128), time_text(row.integer(5)), row.integer(6),
               printable(row.text(7), 200));
  return number_of(ExitCode::ok);
}

int retry(const std::vector<WebhookSettings>& hooks, sqlite::Database& store, const Asked& asked) {
  if (find(hooks, asked.name) == nullptr) return no_such_hook(hooks, asked.name);
  sqlite::Transaction transaction(store);
  sqlite::Statement resume(store, "UPDATE webhooks_hook SET gone_at = NULL WHERE name = ?");
  resume.run(asked.name);
  sqlite::Statement again(store,
                          "UPDATE webhooks_delivery SET dead_at = NULL, since = ?1, next_at = ?1, attempts = 0 "
                          "WHERE hook = ?2 AND dead_at IS NOT NULL AND (?3 = '' OR id = ?3)");
  const std::int64_t now = number_of(wall_now());
  std::int64_t count = 0;
  for (const std::string& id : asked.ids.empty() ? std::vector<std::string>{""} : asked.ids) {
    again.run(now, asked.name, id);
    const std::int64_t changed = sqlite3_changes64(store.handle());
    if (!id.empty() && changed == 0)
      return fail("nothing with the id " + in_quotes(id) + " is put aside for " + asked.name, ExitCode::usage);
    count += changed;
  }
  transaction.commit();
  fmt::print("{} deliveries are tried again.\n", count);
  return number_of(ExitCode::ok);
}

int test(const std::vector<WebhookSettings>& hooks, const Asked& asked) {
  const WebhookSettings* const hook = find(hooks, asked.name);
  if (hook == nullptr) return no_such_hook(hooks, asked.name);
  auto receiver = receiver_of(*hook);
  if (const auto* problems = std::get_if<Problems>(&receiver)) return report(*problems);
  auto tls = tls_of(*hook);
  if (!tls) return fail(tls.error().message, ExitCode::configuration);
  asio::io_context io{1};
  http_client::Client client{io, *tls};
  http_client::Answer answer;
  const Payload payload = test_payload(hook->name);
  asio::co_spawn(io, client.send(request_of(std::get<Receiver>(receiver), payload.id, payload.body)),
                 [&](const std::exception_ptr& failed, http_client::Answer got) {
                   if (failed) std::rethrow_exception(failed);
                   answer = std::move(got);
                 });
  io.run();
  const std::string name = std::get<Receiver>(receiver).url.name();
  if (answer.status == 0) return fail(name + " " + answer.failure, ExitCode::failed);
  if (!answer.accepted())
    return fail(name + " answered " + std::to_string(answer.status) + ", and not with 200 to 299", ExitCode::failed);
  fmt::print("{} took {} and answered {}.\n", name, payload.id, answer.status);
  return number_of(ExitCode::ok);
}

}  // namespace

void add_webhook_commands(CLI::App& app, const std::string& config, std::function<int()>& chosen) {
  auto asked = std::make_shared<Asked>();
  CLI::App* const webhooks = app.add_subcommand("webhooks", "What waits to be told to other servers, and what failed");
  webhooks->require_subcommand(1)->fallthrough();
  const auto add = [&](const char* name, const char* help, auto act) {
    CLI::App* const command = webhooks->add_subcommand(name, help)->fallthrough();
    command->callback([&config, &chosen, asked, act] {
      chosen = [&config, asked, act] {
        return with_store(config, [&](const std::vector<WebhookSettings>& hooks, sqlite::Database& store) {
          return act(hooks, store, *asked);
        });
      };
    });
    return command;
  };
  using Hooks = std::vector<WebhookSettings>;
  add("list", "The webhooks, and how much waits for each",
      [](const Hooks& hooks, sqlite::Database& store, const Asked&) { return list(hooks, store); });
  CLI::App* const dead_command = add("dead", "What could not be delivered and was put aside", &dead);
  dead_command->add_option("NAME", asked->name, "Of this webhook alone");
  CLI::App* const retry_command =
      add("retry", "Try again what was put aside, also after the receiver answered 410", &retry);
  retry_command->add_option("NAME", asked->name, "The webhook")->required();
  retry_command->add_option("ID", asked->ids, "These alone, as `webhooks dead` shows them");
  CLI::App* const test_command =
      add("test", "Send an event of the type webhook.test now, and say what is answered",
          [](const Hooks& hooks, sqlite::Database&, const Asked& given) { return test(hooks, given); });
  test_command->add_option("NAME", asked->name, "The webhook")->required();
}

}  // namespace moderato::gateway
