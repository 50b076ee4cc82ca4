#include "config/access_reader.hpp"

#include <algorithm>
#include <map>

#include "config/client_name.hpp"
#include "config/curve_key.hpp"
#include "config/secret_reader.hpp"
#include "config/wording.hpp"

namespace moderato {
namespace {

const std::vector<std::string>& role_names() {
  static const std::vector<std::string> names{std::string{name_of(Role::submit)}, std::string{name_of(Role::feed)},
                                              std::string{name_of(Role::operate)}, std::string{name_of(Role::review)}};
  return names;
}

std::optional<Roles> read_roles(TableReader& table) {
  const std::string name = table.name_of("roles");
  const auto texts = table.strings("roles");
  if (!texts || texts->empty()) {
    if (texts || !table.raw().contains("roles"))
      table.report().add(table.place(), name + ": expected at least one of " + any_of(role_names()) + ", found none");
    return std::nullopt;
  }
  Roles roles;
  for (const Text& text : *texts) {
    const auto found = std::ranges::find(role_names(), text.text);
    if (found == role_names().end()) {
      table.report().add(text.place, name + ": expected " + any_of(role_names()) + ", found " + in_quotes(text.text) +
                                         did_you_mean(text.text, role_names()));
      return std::nullopt;
    }
    roles.add(static_cast<Role>(found - role_names().begin()));
  }
  return roles;
}

// Reads clients, and notices a key that two have.
class ClientsReader {
 public:
  void read(TableReader table, std::string_view name, std::vector<ClientSettings>& to) {
    ClientSettings client{std::string{name}, {}, {}};
    const auto key = table.string("key");
    const toml::node* node = table.raw().get("key");
    if (node == nullptr) {
      table.report().add(table.place(), table.name_of("key") + ": expected the client's public key, found none");
    } else if (key && !is_curve_key(*key)) {
      table.report().add(node->source().begin, table.name_of("key") + ": expected " + std::string{curve_key_form} +
                                                   ", found " + std::to_string(key->size()) + " that are none");
    } else if (key) {
      client.key = *key;
      const auto [owner, fresh] = owners_.try_emplace(client.key, client.name);
      if (!fresh)
        table.report().add(node->source().begin, table.name_of("key") + ": expected a key of its own, found that of " +
                                                     in_quotes(owner->second));
    }
    client.roles = read_roles(table).value_or(Roles{});
    table.report_unknown();
    to.push_back(std::move(client));
  }

 private:
  std::map<std::string, std::string> owners_;  // by key
};

}  // namespace

AccessSettings read_access(TableReader table, const std::string& file, const std::filesystem::path& folder) {
  AccessSettings access;
  const std::string shown = table.name_of("curve_key");
  if (const toml::node* node = table.find("curve_key"))
    access.curve_key = read_secret_source({*node, shown}, file, folder, table.report());
  auto clients = table.table("client");
  if (clients && table.raw().get("curve_key") == nullptr)
    table.report().add(clients->place(),
                       "access.client: expected access.curve_key beside it: without the daemon's key nobody is asked "
                       "for one");
  if (clients) {
    ClientsReader reader;
    for (const auto& [key, node] : clients->raw()) {
      auto client = clients->table(key.str());
      if (!is_client_name(key.str())) {
        table.report().add(key.source().begin, "access.client: expected " + std::string{client_name_form} + ", found " +
                                                   in_quotes(key.str()));
      } else if (client) {
        reader.read(std::move(*client), key.str(), access.clients);
      }
    }
  }
  table.report_unknown();
  return access;
}

}  // namespace moderato
