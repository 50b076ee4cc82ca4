#include "console/claims.hpp"

namespace moderato::gateway::console {

Claim Claims::claim(const CaseKey& key, const std::string& who, bool take_over, Time now) {
  const std::lock_guard lock{mutex_};
  const auto found = claims_.find(key);
  const bool is_free = found == claims_.end() || found->second.until <= now;
  if (!is_free && found->second.by != who && !take_over) return {key, found->second.by, found->second.until};
  const Held held{who, now + lasts};
  if (found != claims_.end())
    found->second = held;
  else if (claims_.size() < most)
    claims_.emplace(key, held);
  return {key, who, held.until};
}

bool Claims::release(const CaseKey& key, const std::string& who) {
  const std::lock_guard lock{mutex_};
  const auto found = claims_.find(key);
  if (found == claims_.end() || found->second.by != who) return false;
  claims_.erase(found);
  return true;
}

std::optional<Claim> Claims::drop(const CaseKey& key) {
  const std::lock_guard lock{mutex_};
  const auto found = claims_.find(key);
  if (found == claims_.end()) return std::nullopt;
  Claim claim{key, found->second.by, found->second.until};
  claims_.erase(found);
  return claim;
}

std::optional<Claim> Claims::find(const CaseKey& key, Time now) const {
  const std::lock_guard lock{mutex_};
  const auto found = claims_.find(key);
  if (found == claims_.end() || found->second.until <= now) return std::nullopt;
  return Claim{key, found->second.by, found->second.until};
}

std::vector<CaseKey> Claims::of(const std::string& who, Time now) const {
  const std::lock_guard lock{mutex_};
  std::vector<CaseKey> keys;
  for (const auto& [key, held] : claims_)
    if (held.by == who && held.until > now) keys.push_back(key);
  return keys;
}

std::vector<Claim> Claims::take_expired(Time now) {
  const std::lock_guard lock{mutex_};
  std::vector<Claim> expired;
  for (auto each = claims_.begin(); each != claims_.end();) {
    if (each->second.until > now) {
      ++each;
      continue;
    }
    expired.push_back({each->first, each->second.by, each->second.until});
    each = claims_.erase(each);
  }
  return expired;
}

}  // namespace moderato::gateway::console
