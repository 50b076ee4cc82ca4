#include "config/webhook_reader.hpp"

#include <algorithm>
#include <array>

#include "config/client_name.hpp"
#include "config/duration.hpp"
#include "config/secret_reader.hpp"
#include "config/wording.hpp"

namespace moderato {
namespace {

constexpr std::size_t most_hooks = 32;  // each has a thread

constexpr std::array all_events{Topic::approved, Topic::held, Topic::rejected, Topic::withdrawn, Topic::erased};

class HookReader {
 public:
  HookReader(TableReader& table, const std::filesystem::path& file) : table_(table), file_(file) {}

  WebhookSettings read(std::string_view name) {
    WebhookSettings hook;
    hook.name = name;
    read_url(hook);
    read_secrets(hook);
    read_events(hook);
    for (const Text& site : table_.strings("sites").value_or(std::vector<Text>{})) hook.sites.emplace_back(site.text);
    if (const auto ca = table_.path_of("ca_file")) hook.ca_file = (file_.parent_path() / *ca).lexically_normal();
    read_time("timeout", hook.timeout, {one_second / 10, 60 * one_second});
    read_time("first_retry", hook.first_retry, {one_second / 100, one_hour});
    read_time("give_up_after", hook.give_up_after, {one_second / 10, 30 * one_day});
    table_.report_unknown();
    return hook;
  }

 private:
  void read_url(WebhookSettings& hook) {
    const auto url = table_.string("url");
    const toml::node* const node = table_.raw().get("url");
    if (node == nullptr) {
      missing("url", R"(the receiver's URL, such as "https://www.example.org/hooks/moderato")");
    } else if (url && !url->starts_with("http://") && !url->starts_with("https://")) {
      report_wrong({*node, table_.name_of("url")}, "a URL that begins with https:// or http://", table_.report());
    } else if (url) {
      hook.url = *url;
      const Place at = node->source().begin;
      hook.place = {file_.string(), at.line, at.column, table_.name_of("url")};
    }
  }

  void read_secrets(WebhookSettings& hook) {
    const std::string name = table_.name_of("secret");
    const toml::node* const node = table_.find("secret");
    if (node == nullptr) return missing("secret", R"({file = "path"} of a secret that the receiver knows)");
    hook.secrets = read_secret_sources({*node, name}, file_.string(), file_.parent_path(), table_.report());
  }

  void read_events(WebhookSettings& hook) {
    const auto texts = table_.strings("events");
    if (!texts) {
      hook.events.assign(all_events.begin(), all_events.end());
      return;
    }
    std::vector<std::string> names;
    for (const Topic event : all_events) names.emplace_back(to_string(event));
    const std::string shown = table_.name_of("events");
    if (texts->empty()) table_.report().add(table_.place(), shown + ": expected " + any_of(names) + ", found none");
    for (const Text& text : *texts) {
      const auto* const found = std::ranges::find(all_events, text.text, [](Topic topic) { return to_string(topic); });
      if (found == all_events.end())
        table_.report().add(text.place, shown + ": expected " + any_of(names) + ", found " + in_quotes(text.text) +
                                            did_you_mean(text.text, names));
      else if (std::ranges::find(hook.events, *found) == hook.events.end())
        hook.events.push_back(*found);
    }
  }

  void read_time(std::string_view key, std::chrono::microseconds& to, Range<std::int64_t> range) {
    if (const auto found = table_.duration(key, range)) to = std::chrono::microseconds{*found};
  }

  void missing(std::string_view key, std::string_view expected) {
    table_.report().add(table_.place(), table_.name_of(key) + ": expected " + std::string{expected} + ", found none");
  }

  TableReader& table_;
  const std::filesystem::path& file_;
};

}  // namespace

std::vector<WebhookSettings> read_webhooks(TableReader& gateway, const std::filesystem::path& file) {
  std::vector<WebhookSettings> hooks;
  auto tables = gateway.table("webhook");
  if (!tables) return hooks;
  for (const auto& [key, node] : tables->raw()) {
    auto table = tables->table(key.str());
    if (!is_client_name(key.str()))
      gateway.report().add(key.source().begin, "gateway.webhook: expected " + std::string{client_name_form} +
                                                   ", found " + in_quotes(key.str()));
    else if (table)
      hooks.push_back(HookReader{*table, file}.read(key.str()));
  }
  if (hooks.size() > most_hooks)
    gateway.report().add(tables->place(), "gateway.webhook: expected at most " + std::to_string(most_hooks) +
                                              " webhooks, found " + std::to_string(hooks.size()));
  return hooks;
}

}  // namespace moderato
