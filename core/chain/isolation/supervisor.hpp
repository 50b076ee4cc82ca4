// Keeps the process of an isolated filter running, from a thread of its own.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "chain/isolation/log_lines.hpp"
#include "chain/isolation/session.hpp"
#include "comment/result.hpp"

namespace moderato::isolation {

// Thread-safe, but for `start`.
class Supervisor {
 public:
  struct Parts {
    // Starts the process. Called again for each life; the first error ends the supervisor.
    std::function<Result<std::shared_ptr<Session>>(const std::function<bool()>& stop)> start;
    // Before anyone may ask it: has it know what it has to know. May throw, which ends it.
    std::function<void(const std::shared_ptr<Session>&)> prepare;
    FilterLog log;
    std::string filter;
    IsolationLimits limits;
    std::atomic<std::uint64_t>& restarts;
  };

  explicit Supervisor(Parts parts);
  ~Supervisor();
  Supervisor(const Supervisor&) = delete;
  Supervisor& operator=(const Supervisor&) = delete;

  // Starts the first life and waits until it is ready. Once.
  [[nodiscard]] Result<std::shared_ptr<Session>> start();

  // The life that runs now. Waits for it while it may be back soon; an error says why there is none.
  [[nodiscard]] Result<std::shared_ptr<Session>> running();

 private:
  using Clock = std::chrono::steady_clock;

  void run();
  void watch(const std::shared_ptr<Session>& session);
  void wait_before_the_next(const std::string& why);
  void set_down(const std::string& why);

  Parts parts_;
  Fd wake_;  // readable once it is to stop
  std::promise<Result<std::shared_ptr<Session>>> first_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::shared_ptr<Session> session_;
  std::string why_down_;
  Clock::time_point down_since_;
  bool looping_ = false;  // it fails again and again: waiting for it is in vain
  bool stopping_ = false;

  // Of the thread alone.
  int failures_ = 0;  // in a row

  std::thread thread_;
};

}  // namespace moderato::isolation
