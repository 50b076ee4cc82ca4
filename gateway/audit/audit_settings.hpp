// The audit as the configuration has it.
#pragma once

#include "audit/audit.hpp"
#include "config/settings.hpp"

namespace moderato::gateway {

// The networks that moderators come from are personal data as well: they are kept for [privacy.retention] ip, and for
// 90 days where that is longer, or for good.
[[nodiscard]] Audit::Settings audit_settings(const Settings& settings);

}  // namespace moderato::gateway
