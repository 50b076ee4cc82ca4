#include "late_decisions/projection.hpp"

#include <array>

namespace moderato::gateway {

std::span<const Topic> LateDecisionProjection::topics() const {
  static constexpr std::array topics{Topic::approved, Topic::held, Topic::rejected, Topic::withdrawn, Topic::erased};
  return topics;
}

std::size_t LateDecisionProjection::apply(std::span<const Message> messages) {
  const AwaitedStore::Taken taken = store_.take_up(messages, wall_now());
  if (taken.to_tell) on_to_tell_();
  return taken.unreadable;
}

}  // namespace moderato::gateway
