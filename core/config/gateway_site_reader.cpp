#include "config/gateway_site_reader.hpp"

#include <algorithm>
#include <map>

#include "config/akismet_reader.hpp"
#include "config/client_name.hpp"
#include "config/coral_reader.hpp"
#include "config/duration.hpp"
#include "config/option_data.hpp"
#include "config/perspective_reader.hpp"
#include "config/reject_reasons.hpp"
#include "config/secret_reader.hpp"
#include "config/web_origin.hpp"
#include "config/wording.hpp"

namespace moderato {
namespace {

constexpr std::int64_t most_per_minute = 10'000'000;

// In the order of SiteRole.
const std::vector<std::string>& site_role_names() {
  static const std::vector<std::string> names{"submit", "articles", "perspective", "akismet"};
  return names;
}

std::vector<SiteRole> read_site_roles(TableReader& table) {
  const std::string name = table.name_of("roles");
  const auto texts = table.strings("roles");
  if ((texts && texts->empty()) || (!texts && !table.raw().contains("roles")))
    table.report().add(table.place(),
                       name + ": expected at least one of " + any_of(site_role_names()) + ", found none");
  std::vector<SiteRole> roles;
  for (const Text& text : texts.value_or(std::vector<Text>{})) {
    const auto found = std::ranges::find(site_role_names(), text.text);
    if (found != site_role_names().end())
      roles.push_back(static_cast<SiteRole>(found - site_role_names().begin()));
    else
      table.report().add(text.place, name + ": expected " + any_of(site_role_names()) + ", found " +
                                         in_quotes(text.text) + did_you_mean(text.text, site_role_names()));
  }
  return roles;
}

bool is_sha256(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::variant<std::string, SecretSource> read_key(TableReader& table, const Origin& origin) {
  const auto hash = table.string("hash");
  const toml::node* const source = table.find("key");
  if (source != nullptr) {
    if (hash) table.report().add(table.place(), table.path() + ": expected hash or key, found both");
    const auto read = read_secret_source({*source, table.name_of("key")}, origin.file, origin.folder, table.report());
    return read ? std::variant<std::string, SecretSource>{*read} : std::string{};
  }
  if (!hash) {
    if (!table.raw().contains("hash"))
      table.report().add(table.place(), table.name_of("hash") + ": expected the SHA-256 of the key, found none");
    return {};
  }
  if (!is_sha256(*hash))  // what was found may be the key itself
    table.report().add(table.raw().get("hash")->source().begin,
                       table.name_of("hash") +
                           ": expected 64 hex digits in lower case: the SHA-256 of the key "
                           "(printf %s KEY | sha256sum)");
  return std::string{*hash};
}

std::vector<SiteKey> read_keys(TableReader& site, const Origin& origin) {
  std::vector<SiteKey> keys;
  auto tables = site.table("key");
  if (!tables) return keys;
  for (const auto& [label, node] : tables->raw()) {
    auto table = tables->table(label.str());
    if (!is_client_name(label.str())) {
      site.report().add(label.source().begin, tables->path() + ": expected " + std::string{client_name_form} +
                                                  ", found " + in_quotes(label.str()));
    } else if (table) {
      SiteKey& key =
          keys.emplace_back(SiteKey{std::string{label.str()}, read_key(*table, origin), read_site_roles(*table)});
      key.requests_per_minute = table->integer("requests_per_minute", {0, most_per_minute}).value_or(0);
      table->report_unknown();
    }
  }
  return keys;
}

std::vector<std::string> read_origins(TableReader& site) {
  std::vector<std::string> origins;
  for (const Text& text : site.strings("origins").value_or(std::vector<Text>{})) {
    if (const auto expected = expected_web_origin(text.text))
      site.report().add(text.place,
                        site.name_of("origins") + ": expected " + *expected + ", found " + in_quotes(text.text));
    else
      origins.emplace_back(text.text);
  }
  return origins;
}

GatewaySite read_site(TableReader table, std::string_view name, const Origin& origin) {
  GatewaySite site;
  site.name = name;
  site.origins = read_origins(table);
  if (const auto found = table.duration("max_age", {0, one_day}))
    site.max_age = std::chrono::seconds{*found / one_second};
  site.keys = read_keys(table, origin);
  site.tokens = read_token_options(table, origin);
  site.reject_reasons = read_reject_reasons(table);
  site.perspective = read_perspective(table);
  site.akismet = read_akismet(table);
  site.coral = read_coral(table, origin);
  table.report_unknown();
  return site;
}

}  // namespace

std::shared_ptr<const OptionTable> read_token_options(TableReader& table, const Origin& origin) {
  const auto tokens = table.table("tokens");
  if (!tokens) return nullptr;
  auto data = std::make_unique<OptionTable::Data>();
  data->document = origin.document;
  data->file = origin.file;
  data->folder = origin.folder;
  data->shown = tokens->path();
  data->place = tokens->place();
  overlay(data->entries, tokens->raw(), tokens->path(), table.report());
  return std::make_shared<const OptionTable>(std::move(data));
}

std::vector<GatewaySite> read_gateway_sites(TableReader& table, const Origin& origin) {
  std::vector<GatewaySite> sites;
  auto tables = table.table("site");
  if (!tables) return sites;
  for (const auto& [name, node] : tables->raw()) {
    auto site = tables->table(name.str());
    if (!is_site_name(name.str()))
      table.report().add(name.source().begin, tables->path() + ": expected " + std::string{site_name_form} +
                                                  ", found " + in_quotes(name.str()));
    else if (site)
      sites.push_back(read_site(std::move(*site), name.str(), origin));
  }
  return sites;
}

}  // namespace moderato
