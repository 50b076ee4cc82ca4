#include "config/coral_reader.hpp"

#include "config/duration.hpp"
#include "config/secret_reader.hpp"
#include "config/wording.hpp"

namespace moderato {
namespace {

class CoralReader {
 public:
  CoralReader(TableReader& table, const Origin& origin) : table_(table), origin_(origin) {}

  CoralSettings read() {
    CoralSettings coral;
    coral.secrets = secrets("secrets");
    if (!table_.raw().contains("secrets")) missing("secrets", R"({file = "path"} of the phase's signing secret)");
    coral.webhook_secrets = secrets("webhook_secrets");
    coral.format = table_.choice<CoralSettings::Format>("format", {"html", "plain_text"}).value_or(coral.format);
    if (const auto found = table_.duration("budget", {10 * one_millisecond, 60 * one_second}))
      coral.budget = std::chrono::milliseconds{*found / one_millisecond};
    coral.approved =
        table_.choice<CoralSettings::Approved>("approved", {"no_opinion", "approved"}).value_or(coral.approved);
    coral.held = table_.choice<CoralSettings::Held>("held", {"system_withheld", "premod"}).value_or(coral.held);
    coral.reasons = table_.boolean("reasons").value_or(coral.reasons);
    if (const auto found = table_.duration("edit_window", {0, one_day}))
      coral.edit_window = std::chrono::microseconds{*found};
    read_graphql(coral);
    table_.report_unknown();
    return coral;
  }

 private:
  std::vector<SecretSource> secrets(std::string_view key) {
    const toml::node* const node = table_.find(key);
    if (node == nullptr) return {};
    const std::string name = table_.name_of(key);
    return read_secret_sources({*node, name}, origin_.file, origin_.folder, table_.report());
  }

  void read_graphql(CoralSettings& coral) {
    const auto url = table_.string("graphql");
    const toml::node* const token = table_.find("token");
    if (const auto ca = table_.path_of("ca_file")) coral.ca_file = (origin_.folder / *ca).lexically_normal();
    if (!url) {
      for (const char* const key : {"token", "ca_file", "webhook_secrets"})
        if (table_.raw().contains(key) && !table_.raw().contains("graphql"))
          return missing("graphql",
                         std::string{R"(Coral's GraphQL, such as "https://coral.example.org/api/graphql", as )"} + key +
                             " is there");
      return;
    }
    const toml::node& node = *table_.raw().get("graphql");
    const std::string name = table_.name_of("graphql");
    if (!url->starts_with("http://") && !url->starts_with("https://"))
      return report_wrong({node, name}, "a URL that begins with https:// or http://", table_.report());
    coral.graphql = *url;
    coral.graphql_place = {origin_.file, node.source().begin.line, node.source().begin.column, name};
    if (token == nullptr) return missing("token", R"({file = "path"} of an access token of Coral's)");
    const std::string token_name = table_.name_of("token");
    coral.token = read_secret_source({*token, token_name}, origin_.file, origin_.folder, table_.report());
  }

  void missing(std::string_view key, std::string_view expected) {
    table_.report().add(table_.place(), table_.name_of(key) + ": expected " + std::string{expected} + ", found none");
  }

  TableReader& table_;
  const Origin& origin_;
};

}  // namespace

std::shared_ptr<const CoralSettings> read_coral(TableReader& site, const Origin& origin) {
  auto table = site.table("coral");
  if (!table) return nullptr;
  return std::make_shared<const CoralSettings>(CoralReader{*table, origin}.read());
}

}  // namespace moderato
