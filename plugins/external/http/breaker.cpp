#include "breaker.hpp"

namespace moderato::external {

std::optional<std::string> Breaker::refuses(Clock::time_point now) {
  const std::lock_guard lock{mutex_};
  if (!open_) return std::nullopt;
  if (probing_ || now < until_) return why_;
  probing_ = true;
  return std::nullopt;
}

bool Breaker::succeeded() {
  const std::lock_guard lock{mutex_};
  in_a_row_ = 0;
  probing_ = false;
  return std::exchange(open_, false);
}

bool Breaker::failed(const std::string& why, Clock::time_point now) {
  const std::lock_guard lock{mutex_};
  ++in_a_row_;
  probing_ = false;
  if (after_ == 0 || in_a_row_ < after_) return false;
  until_ = now + pause_;
  why_ = why;
  return !std::exchange(open_, true);
}

}  // namespace moderato::external
