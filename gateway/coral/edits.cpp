#include "coral/edits.hpp"

#include <utility>

namespace moderato::gateway::coral {

void Edits::wrote(const std::string& place, const std::string& id, Clock::time_point now) {
  const std::lock_guard lock{mutex_};
  if (young_.size() >= half_ && !young_.contains(place)) old_ = std::exchange(young_, {});
  young_.insert_or_assign(place, Newest{id, now});
}

std::string Edits::edited(const std::string& place, Clock::time_point now) const {
  const std::lock_guard lock{mutex_};
  for (const Places* const places : {&young_, &old_}) {
    const auto found = places->find(place);
    if (found != places->end()) return now - found->second.at <= window_ ? found->second.id : std::string{};
  }
  return {};
}

}  // namespace moderato::gateway::coral
