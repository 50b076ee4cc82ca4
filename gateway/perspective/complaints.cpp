#include "perspective/complaints.hpp"

namespace moderato::gateway::perspective {
namespace {

constexpr std::chrono::minutes said_again{1};

}  // namespace

void Complaints::add(const Error& why) {
  const std::scoped_lock lock{mutex_};
  ++count_;
  const auto now = Clock::now();
  if (said_at_ && now < *said_at_ + said_again) return;
  said_at_ = now;
  log_->error("perspective: {} {}: {} ({})", count_, what_, why.message, why.code);
  count_ = 0;
}

}  // namespace moderato::gateway::perspective
