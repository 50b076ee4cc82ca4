#include "feed/newest.hpp"

#include <limits>

namespace moderato::gateway {

void NewestSearch::hear(const Page& page) {
  if (page.messages.empty()) {
    empty_ = asked_.value;
  } else {
    const Message& first = page.messages.front();
    last_ = {first.seq, marks_of(first.verdict).decided_at};
  }
  const std::int64_t low = last_.seq.value;
  if (empty_) {
    asked_ = {low + (*empty_ - low) / 2};
  } else {
    asked_ = {low > std::numeric_limits<std::int64_t>::max() - step_ ? low : low + step_};
    if (step_ < std::numeric_limits<std::int64_t>::max() / 2) step_ *= 2;
  }
}

std::optional<Position> NewestSearch::found() const {
  if (!empty_ || last_.seq.value < *empty_) return std::nullopt;
  return last_;
}

}  // namespace moderato::gateway
