#include "accounts/recorder.hpp"

namespace moderato::gateway::accounts {

void Recorder::record(const AuditEntry& entry) {
  const auto recorded = audit_.record(entry);
  if (!recorded) log_->error("{} of {} is not in the audit: {}", entry.what, entry.who, recorded.error().message);
}

void Recorder::record_failed_log_in(AuditEntry entry) {
  {
    const std::scoped_lock lock{mutex_};
    if (entry.at >= hour_ + std::chrono::hours{1}) {
      if (failed_ > failed_an_hour_)
        entry.detail += "; before it, " + std::to_string(failed_ - failed_an_hour_) + " more";
      hour_ = entry.at;
      failed_ = 0;
    }
    if (++failed_ > failed_an_hour_) return;
  }
  record(entry);
}

}  // namespace moderato::gateway::accounts
