// What waits to be judged, for all workers: whoever is free takes what comes next, so that none has a backlog while
// another rests; an article is with one of them at a time, so that a thread keeps its order.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <vector>

#include "daemon/pipeline.hpp"
#include "daemon/site_turns.hpp"

namespace moderato {

// Thread-safe. Not bounded by itself: what enters the daemon is.
class WorkQueue {
 public:
  using Taken = SiteTurns::Taken;

  explicit WorkQueue(std::size_t workers);

  // Moves all of `tasks` in and leaves it empty.
  void push_all(std::vector<WorkerTask>& tasks);
  void push(WorkerTask task);
  // Nothing more will be pushed: workers get what is there, and then nothing.
  void close();

  // Waits until there may be something to take. No: the queue is closed, and nothing is left for this worker.
  [[nodiscard]] bool wait();
  // Moves in what is this worker's share of what waits; may be nothing. `out` is empty.
  void take(Taken& out);
  // The same of trials alone.
  void take_trials(Taken& out);
  // What was taken has been handed over after so long, and the next of the same articles may be taken by anybody.
  void give_back(Taken& taken, std::chrono::nanoseconds time);

 private:
  // These under `turns_mutex_`.
  [[nodiscard]] std::size_t taken_in(std::chrono::nanoseconds time) const;
  void line_up();  // what has arrived
  bool say_what_is_left();

  const std::size_t workers_;

  std::mutex turns_mutex_;  // for these, which take longer; it is locked before the other
  SiteTurns turns_;
  std::chrono::nanoseconds for_one_;  // what a comment takes, lately

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<WorkerTask> arrived_;  // and not in the turns yet
  bool takeable_ = false;            // whether there is something in the turns
  bool closed_ = false;
};

}  // namespace moderato
