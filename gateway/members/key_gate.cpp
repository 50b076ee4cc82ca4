#include "members/key_gate.hpp"

#include <openssl/crypto.h>

namespace moderato::gateway {

KeyGate::KeyGate(const Sites& sites, SiteRole role) {
  for (const auto& [name, site] : sites)
    for (const SiteServer& server : site.servers)
      if (server.may(role)) {
        holders_.emplace(&server, KeyHolder{&site, &server});
        quotas_.try_emplace(&server, server.requests_per_minute);
      }
}

std::optional<KeyHolder> KeyGate::find(std::string_view key) const {
  const KeyHash hash = key_hash(key);
  std::optional<KeyHolder> found;
  for (const auto& [server, holder] : holders_)
    if (CRYPTO_memcmp(server->key.data(), hash.data(), hash.size()) == 0) found = holder;
  return found;
}

std::optional<std::chrono::seconds> KeyGate::count(const KeyHolder& holder) {
  return quotas_.at(holder.server).take({}, Allowance::Clock::now());
}

}  // namespace moderato::gateway
