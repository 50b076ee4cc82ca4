// What happens with accounts, for the audit.
#pragma once

#include <cstddef>
#include <mutex>
#include <string>

#include "audit/audit.hpp"
#include "daemon/logging.hpp"

namespace moderato::gateway::accounts {

// Thread-safe. What can't be recorded is logged: it has been done already. Uses a disk.
class Recorder {
 public:
  Recorder(Audit& audit, Log log, std::size_t failed_an_hour = 1'000)
      : audit_(audit), log_(std::move(log)), failed_an_hour_(failed_an_hour) {}

  void record(const AuditEntry& entry);
  // Of failed log-ins only some in an hour, so that who guesses does not fill the disk; the first one after it says how
  // many were left out.
  void record_failed_log_in(AuditEntry entry);

 private:
  Audit& audit_;
  Log log_;
  std::size_t failed_an_hour_;
  std::mutex mutex_;
  Time hour_;
  std::size_t failed_ = 0;  // in this hour
};

}  // namespace moderato::gateway::accounts
