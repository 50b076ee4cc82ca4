// What the system knows of this process, under the names that Prometheus' own clients use.
#pragma once

#include <chrono>

#include "daemon/monitor/families.hpp"

namespace moderato {

// Reads /proc/self, see proc(5); what can't be read is left out.
void add_process_metrics(Families& to, std::chrono::system_clock::time_point started);

}  // namespace moderato
