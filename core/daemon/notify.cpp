#include "daemon/notify.hpp"

#include <systemd/sd-daemon.h>

#include <cstdint>
#include <ctime>
#include <string>

namespace moderato {

void notify_ready() {
  sd_notify(0, "READY=1");
}

void notify_reloading() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  const std::int64_t microseconds = std::int64_t{now.tv_sec} * 1'000'000 + now.tv_nsec / 1'000;
  sd_notify(0, ("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(microseconds)).c_str());
}

void notify_stopping() {
  sd_notify(0, "STOPPING=1");
}

void notify_alive() {
  sd_notify(0, "WATCHDOG=1");
}

void notify_status(std::string_view line) {
  sd_notify(0, std::string{"STATUS="}.append(line).c_str());
}

std::chrono::microseconds watchdog_patience() {
  std::uint64_t microseconds = 0;
  return std::chrono::microseconds{sd_watchdog_enabled(0, &microseconds) > 0 ? microseconds : 0};
}

}  // namespace moderato
