#include "members/sites.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>
#include <stdexcept>

#include "config/option_table.hpp"
#include "config/web_origin.hpp"
#include "moderato/filter.hpp"

namespace moderato::gateway {
namespace {

constexpr std::size_t shortest_key = 32;
// Akismet's have exactly so many, and WordPress takes no others.
constexpr std::size_t shortest_akismet_key = 12;

unsigned digit(char hex) {
  return static_cast<unsigned>(hex <= '9' ? hex - '0' : hex - 'a' + 10);
}

KeyHash from_hex(std::string_view hex) {
  KeyHash hash{};
  for (std::size_t i = 0; i < hash.size(); ++i)
    hash[i] = static_cast<std::uint8_t>(digit(hex[2 * i]) << 4U | digit(hex[2 * i + 1]));
  return hash;
}

// The same options that the membership filter reads, with the same words where they are wrong. `whole`: all of the
// table is for the check; else it is a filter's, which reads the rest.
std::shared_ptr<const token::TokenCheck> read_check(const OptionTable& table, const std::filesystem::path& shared_data,
                                                    bool whole, Problems& problems) {
  OptionReader reader{table, shared_data};
  moderato_host nobody{};
  Options options{reader.raw(), nobody};
  auto check = token::TokenCheck::read(options);
  if (whole || check == nullptr)
    for (Problem& problem : reader.finish()) problems.push_back(std::move(problem));
  return check;
}

// Whether the filter looks members up by their token.
bool takes_tokens(const FilterSettings& filter, const std::filesystem::path& shared_data) {
  if (filter.plugin != "membership") return false;
  OptionReader reader{*filter.options, shared_data};
  moderato_host nobody{};
  Options options{reader.raw(), nobody};
  return options.string("source", "") == "token";
}

class Reading {
 public:
  Reading(const Settings& settings, std::filesystem::path shared_data)
      : settings_(settings), shared_data_(std::move(shared_data)) {}

  Site site(const std::string& name) {
    Site site;
    site.name = name;
    const auto own = std::ranges::find(settings_.gateway.sites, name, &GatewaySite::name);
    const GatewaySite* const said = own == settings_.gateway.sites.end() ? nullptr : &*own;
    if (said != nullptr) {
      site.origins = said->origins;
      site.max_age = said->max_age;
      for (const SiteKey& key : said->keys) read_key(key, site.servers);
    }
    site.tokens = tokens_of(name, said);
    return site;
  }

  Problems problems;

 private:
  void read_key(const SiteKey& key, std::vector<SiteServer>& to) {
    if (const auto* hash = std::get_if<std::string>(&key.key))
      return to.push_back({key.label, from_hex(*hash), key.roles, key.requests_per_minute});
    const auto& source = std::get<SecretSource>(key.key);
    const auto secret = source.read();
    if (const auto* problem = std::get_if<Problem>(&secret)) return problems.push_back(*problem);
    const std::string& text = std::get<Secret>(secret).reveal();
    const bool only_akismet = key.roles == std::vector{SiteRole::akismet};
    const std::size_t shortest = only_akismet ? shortest_akismet_key : shortest_key;
    if (text.size() < shortest) {
      Problem problem = source.place;
      problem.message += ": expected a key of at least " + std::to_string(shortest) + " bytes (openssl rand -hex " +
                         (only_akismet ? "6" : "32") + "), found " + std::to_string(text.size());
      return problems.push_back(std::move(problem));
    }
    to.push_back({key.label, key_hash(text), key.roles, key.requests_per_minute});
  }

  std::shared_ptr<const token::TokenCheck> tokens_of(const std::string& name, const GatewaySite* said) {
    if (said != nullptr && said->tokens) return check_of(*said->tokens, true);
    if (settings_.gateway.tokens) return check_of(*settings_.gateway.tokens, true);
    const auto own = std::ranges::find(settings_.sites, name, &SiteSettings::name);
    const ChainSettings& chain = own == settings_.sites.end() ? settings_.chain : own->chain;
    for (const FilterSettings& filter : chain.filters)
      if (takes_tokens(filter, shared_data_)) return check_of(*filter.options, false);
    return nullptr;
  }

  // One table is read once, so that it has its problems once.
  std::shared_ptr<const token::TokenCheck> check_of(const OptionTable& table, bool whole) {
    const auto [at, fresh] = checks_.try_emplace(&table);
    if (fresh) at->second = read_check(table, shared_data_, whole, problems);
    return at->second;
  }

  const Settings& settings_;
  std::filesystem::path shared_data_;
  std::map<const OptionTable*, std::shared_ptr<const token::TokenCheck>> checks_;
};

}  // namespace

KeyHash key_hash(std::string_view key) {
  KeyHash hash{};
  unsigned size = 0;
  if (EVP_Digest(key.data(), key.size(), hash.data(), &size, EVP_sha256(), nullptr) != 1 || size != hash.size())
    throw std::runtime_error("OpenSSL can't compute a SHA-256");
  return hash;
}

bool SiteServer::may(SiteRole role) const {
  return std::ranges::find(roles, role) != roles.end();
}

bool Site::lists(std::string_view origin) const {
  return std::ranges::any_of(origins,
                             [origin](const std::string& listed) { return allows_web_origin(listed, origin); });
}

const SiteServer* Site::server_of(std::string_view key) const {
  const KeyHash hash = key_hash(key);
  const SiteServer* found = nullptr;
  for (const SiteServer& server : servers)
    if (CRYPTO_memcmp(server.key.data(), hash.data(), hash.size()) == 0) found = &server;
  return found;
}

std::variant<Sites, Problems> Sites::read(const Settings& settings, const std::filesystem::path& shared_data) {
  Reading reading{settings, shared_data};
  Sites sites;
  const auto add = [&](const std::string& name) {
    if (!sites.sites_.contains(name)) sites.sites_.emplace(name, reading.site(name));
  };
  add("default");
  for (const SiteSettings& site : settings.sites) add(site.name);
  for (const GatewaySite& site : settings.gateway.sites) add(site.name);
  if (!reading.problems.empty()) return std::move(reading.problems);
  return sites;
}

const Site* Sites::find(std::string_view name) const {
  const auto found = sites_.find(name);
  return found == sites_.end() ? nullptr : &found->second;
}

}  // namespace moderato::gateway
