// Lets in those who call us as they called another service: they show a key and name no site, which is the key's.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string_view>

#include "members/allowance.hpp"
#include "members/sites.hpp"

namespace moderato::gateway {

struct KeyHolder {
  const Site* site = nullptr;
  const SiteServer* server = nullptr;
};

// For keys with one role. Thread-safe. The sites outlive it.
class KeyGate {
 public:
  KeyGate(const Sites& sites, SiteRole role);

  // Nothing: no key with this role. Takes as long for a wrong key as for a right one.
  [[nodiscard]] std::optional<KeyHolder> find(std::string_view key) const;

  // Counts a request. Nothing: go on; else its requests_per_minute are used up, and how long to wait.
  [[nodiscard]] std::optional<std::chrono::seconds> count(const KeyHolder& holder);

 private:
  std::map<const SiteServer*, KeyHolder> holders_;
  std::map<const SiteServer*, Allowance> quotas_;
};

}  // namespace moderato::gateway
