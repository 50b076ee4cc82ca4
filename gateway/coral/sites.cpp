#include "coral/sites.hpp"

#include "http_client/tls.hpp"

namespace moderato::gateway::coral {
namespace {

std::vector<Secret> read_all(const std::vector<SecretSource>& sources, Problems& problems) {
  std::vector<Secret> secrets;
  for (const SecretSource& source : sources) {
    auto read = source.read();
    if (auto* wrong = std::get_if<Problem>(&read))
      problems.push_back(std::move(*wrong));
    else
      secrets.push_back(std::get<Secret>(std::move(read)));
  }
  return secrets;
}

// A token that would break out of its header, or is empty, is none.
bool is_token(std::string_view text) {
  return !text.empty() &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~+/=") ==
             std::string_view::npos;
}

std::optional<GraphqlServer> graphql_of(const CoralSettings& settings, Problems& problems) {
  if (settings.graphql.empty() || !settings.token) return std::nullopt;
  const auto wrong = [&](const Problem& place, const std::string& name, const std::string& expected) {
    problems.push_back({place.file, place.line, place.column, name + ": expected " + expected});
  };
  const Problem& place = settings.graphql_place;
  auto url = http_client::parse_url(settings.graphql);
  if (const auto* expected = std::get_if<std::string>(&url)) {
    wrong(place, place.message, *expected);
    return std::nullopt;
  }
  if (const auto tls = http_client::tls_context(settings.ca_file); !tls)
    wrong(place, place.message, "a file of certificates (PEM) as its ca_file, found " + tls.error().message);
  auto tokens = read_all({*settings.token}, problems);
  if (tokens.empty()) return std::nullopt;
  if (!is_token(tokens.front().reveal())) {
    wrong(settings.token->place, settings.token->place.message, "an access token of Coral's, on one line");
    return std::nullopt;
  }
  return GraphqlServer{std::get<http_client::Url>(std::move(url)), tokens.front().reveal()};
}

}  // namespace

std::variant<std::vector<CoralSite>, Problems> coral_sites(const std::vector<GatewaySite>& sites) {
  Problems problems;
  std::vector<CoralSite> found;
  for (const GatewaySite& site : sites) {
    if (site.coral == nullptr) continue;
    const CoralSettings& settings = *site.coral;
    found.push_back({site.name, settings, Signatures{read_all(settings.secrets, problems)},
                     Signatures{read_all(settings.webhook_secrets, problems)}, graphql_of(settings, problems)});
  }
  if (!problems.empty()) return problems;
  return found;
}

}  // namespace moderato::gateway::coral
