#include "daemon/caretaker.hpp"

#include <pthread.h>

#include <algorithm>
#include <utility>

#include "daemon/notify.hpp"

namespace moderato {
namespace {

// Often enough for all who wait for it to be sure, at least once a second.
std::chrono::microseconds period(std::chrono::microseconds hang_after) {
  std::chrono::microseconds shortest = std::min<std::chrono::microseconds>(hang_after / 4, std::chrono::seconds{1});
  if (const auto patience = watchdog_patience(); patience.count() > 0) shortest = std::min(shortest, patience / 3);
  return shortest;
}

}  // namespace

Caretaker::Caretaker(Watchdog& watchdog, std::chrono::microseconds hang_after, std::function<std::string()> status)
    : watchdog_(watchdog),
      period_(period(hang_after)),
      status_(std::move(status)),
      thread_([this](const std::stop_token& stop) {
        pthread_setname_np(pthread_self(), "watchdog");
        run(stop);
      }) {}

void Caretaker::run(const std::stop_token& stop) {
  std::string told;
  std::unique_lock lock{mutex_};
  do {
    watchdog_.look(Watchdog::Clock::now());
    const auto stuck = watchdog_.stuck();
    if (stuck.empty()) notify_alive();
    std::string status = stuck.empty() ? status_() : "stuck: " + stuck.front();
    if (status != told) notify_status(told = std::move(status));
  } while (!wake_.wait_for(lock, stop, period_, [&] { return stop.stop_requested(); }));
}

}  // namespace moderato
