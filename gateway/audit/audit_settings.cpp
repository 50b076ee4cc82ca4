#include "audit/audit_settings.hpp"

namespace moderato::gateway {

Audit::Settings audit_settings(const Settings& settings) {
  constexpr std::chrono::microseconds at_most = std::chrono::days{90};
  const std::chrono::microseconds kept = settings.privacy.retention.ip;
  return {settings.gateway.store, kept.count() == 0 ? at_most : std::min(kept, at_most)};
}

}  // namespace moderato::gateway
