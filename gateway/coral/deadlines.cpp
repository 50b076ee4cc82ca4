#include "coral/deadlines.hpp"

#include <utility>

namespace moderato::gateway::coral {

Deadlines::Deadlines() : thread_([this](const std::stop_token& stop) { run(stop); }) {}

void Deadlines::stop() {
  if (!thread_.joinable()) return;
  thread_.request_stop();
  thread_.join();
  std::multimap<Clock::time_point, std::function<void()>> dropped;  // outside the lock
  const std::lock_guard lock{mutex_};
  stopped_ = true;
  dropped.swap(waiting_);
}

void Deadlines::at(Clock::time_point time, std::function<void()> due) {
  bool first = false;
  {
    const std::lock_guard lock{mutex_};
    if (stopped_) return;
    const auto added = waiting_.emplace(time, std::move(due));
    first = added == waiting_.begin();
  }
  if (first) changed_.notify_one();
}

void Deadlines::run(const std::stop_token& stop) {
  std::unique_lock lock{mutex_};
  while (!stop.stop_requested()) {
    if (waiting_.empty()) {
      changed_.wait(lock, stop, [this] { return !waiting_.empty(); });
      continue;
    }
    const Clock::time_point next = waiting_.begin()->first;
    if (Clock::now() < next) {
      changed_.wait_until(lock, stop, next, [this, next] { return waiting_.begin()->first < next; });
      continue;
    }
    auto due = std::move(waiting_.begin()->second);
    waiting_.erase(waiting_.begin());
    lock.unlock();
    due();
    due = nullptr;  // what it holds goes before the lock is taken
    lock.lock();
  }
}

}  // namespace moderato::gateway::coral
