// What watches the daemon asks here: /metrics for Prometheus, /healthz whether it lives, /readyz whether it is of use.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "config/settings.hpp"
#include "daemon/monitor/http_server.hpp"

namespace moderato {

struct MonitorSources {
  std::function<std::string()> metrics;               // in Families::content_type
  std::function<std::vector<std::string>()> stuck;    // sentences; empty when alive
  std::function<std::vector<std::string>()> unready;  // sentences; empty when ready
};

// Null when the settings want none. Errors as HttpServer::open.
[[nodiscard]] Result<std::unique_ptr<HttpServer>> open_monitor(const MonitorSettings& settings, MonitorSources sources);

}  // namespace moderato
