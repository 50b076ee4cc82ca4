#include "coral/replay_guard.hpp"

#include <utility>

namespace moderato::gateway::coral {

bool ReplayGuard::is_new(const std::string& id, Time created, Time now) {
  if (created < now - oldest || created > now + fast_clock) return false;
  const std::lock_guard lock{mutex_};
  if (young_.size() >= half_ || now - turned_ > oldest + fast_clock) {
    old_ = std::exchange(young_, {});
    turned_ = now;
  }
  return !old_.contains(id) && young_.insert(id).second;
}

}  // namespace moderato::gateway::coral
