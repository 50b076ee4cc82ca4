// Does something at a time, unless it was done before.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <thread>

namespace moderato::gateway::coral {

// Has a thread of its own, in which what is due is called, one after the other; it must not wait, or throw.
class Deadlines {
 public:
  using Clock = std::chrono::steady_clock;

  Deadlines();
  ~Deadlines() { stop(); }
  Deadlines(const Deadlines&) = delete;
  Deadlines& operator=(const Deadlines&) = delete;

  // What is not due yet is not called, and dropped. Not from what is called.
  void stop();

  // Thread-safe. After stop() it is dropped.
  void at(Clock::time_point time, std::function<void()> due);

 private:
  void run(const std::stop_token& stop);

  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::multimap<Clock::time_point, std::function<void()>> waiting_;
  bool stopped_ = false;
  std::jthread thread_;  // last: it uses all the others
};

}  // namespace moderato::gateway::coral
