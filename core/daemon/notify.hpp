// Tells systemd how the daemon is (sd_notify(3)): only where it asked to be told, by NOTIFY_SOCKET. Thread-safe.
#pragma once

#include <chrono>
#include <string_view>

namespace moderato {

void notify_ready();
void notify_reloading();  // until notify_ready
void notify_stopping();
void notify_alive();
// One line for `systemctl status`.
void notify_status(std::string_view line);

// How long systemd waits for notify_alive before it restarts the daemon; 0 when it does not.
[[nodiscard]] std::chrono::microseconds watchdog_patience();

}  // namespace moderato
