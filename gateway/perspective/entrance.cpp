#include "perspective/entrance.hpp"

#include <algorithm>

#include "config/perspective_settings.hpp"

namespace moderato::gateway::perspective {
namespace {

constexpr std::size_t longest_text = 20'480;  // "20 KB", as Perspective's documentation has it

Terms terms_of(const Settings& settings, const std::string& site) {
  Terms terms{.site = site, .chain = chain_of(settings, site)};
  terms.offer.spam = !terms.chain.spam.empty();
  terms.offer.text_bytes = std::min(longest_text, settings.intake.limits.text_bytes);
  const auto said = std::ranges::find(settings.gateway.sites, site, &GatewaySite::name);
  if (said == settings.gateway.sites.end() || said->perspective == nullptr) return terms;
  terms.record = said->perspective->record;
  terms.offer.leave_out_unknown = said->perspective->unknown_attributes == UnknownAttributes::leave_out;
  return terms;
}

}  // namespace

Entrance::Entrance(const Sites& sites, const Settings& settings)
    : gate_(sites, SiteRole::perspective), body_bytes_(settings.gateway.http.max_body_bytes) {
  for (const auto& [name, site] : sites) terms_.emplace(name, terms_of(settings, name));
}

bool Entrance::is_used(const Sites& sites) {
  return std::ranges::any_of(sites, [](const auto& each) {
    return std::ranges::any_of(each.second.servers,
                               [](const SiteServer& server) { return server.may(SiteRole::perspective); });
  });
}

std::variant<const Terms*, Failure> Entrance::admit(const http::Request& request) {
  auto key = request.query_value("key");
  if (!key) key = request.headers.find("X-Goog-Api-Key");
  if (!key || key->empty()) return no_key();
  const auto holder = gate_.find(*key);
  if (!holder) return wrong_key();
  if (const auto wait = gate_.count(*holder))
    return quota_used_up(holder->server->label, holder->server->requests_per_minute, *wait);
  if (request.body.size() > body_bytes_) return too_large(body_bytes_);
  return &terms_.find(holder->site->name)->second;
}

}  // namespace moderato::gateway::perspective
