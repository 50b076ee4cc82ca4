#include "daemon/work_queue.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <utility>

namespace moderato {
namespace {

// For what takes no longer than this a worker takes twice its share: to wake another one costs some of it. No more than
// that, since how long it will take is only a guess.
constexpr std::chrono::milliseconds worth_sharing{1};
// What is taken at once is handed over together, so that the ledger has something to write meanwhile. But it holds up
// what comes behind it, so it is less where comments take long.
constexpr std::chrono::milliseconds at_once{5};
constexpr std::size_t most_at_once = 256;
constexpr std::size_t least_at_once = 8;

}  // namespace

// Until more is known, any comment may take long.
WorkQueue::WorkQueue(std::size_t workers) : workers_(workers), for_one_(at_once) {}

void WorkQueue::push_all(std::vector<WorkerTask>& tasks) {
  if (tasks.empty()) return;
  {
    const std::lock_guard lock{mutex_};
    arrived_.insert(arrived_.end(), std::make_move_iterator(tasks.begin()), std::make_move_iterator(tasks.end()));
  }
  tasks.clear();
  changed_.notify_one();
}

void WorkQueue::push(WorkerTask task) {
  {
    const std::lock_guard lock{mutex_};
    arrived_.push_back(std::move(task));
  }
  changed_.notify_one();
}

void WorkQueue::close() {
  {
    const std::lock_guard lock{mutex_};
    closed_ = true;
  }
  changed_.notify_all();
}

bool WorkQueue::wait() {
  std::unique_lock lock{mutex_};
  const auto has_some = [this] { return takeable_ || !arrived_.empty(); };
  changed_.wait(lock, [&] { return closed_ || has_some(); });
  return has_some();
}

std::size_t WorkQueue::taken_in(std::chrono::nanoseconds time) const {
  return static_cast<std::size_t>(time / for_one_);
}

void WorkQueue::take(Taken& out) {
  const std::lock_guard turns{turns_mutex_};
  line_up();
  const std::size_t share = (turns_.size() + workers_ - 1) / workers_;
  const std::size_t most = std::clamp(taken_in(at_once), least_at_once, most_at_once);
  turns_.take(out, std::min(most, std::clamp(taken_in(worth_sharing), share, 2 * share)));
  if (say_what_is_left()) changed_.notify_one();
}

void WorkQueue::take_trials(Taken& out) {
  const std::lock_guard turns{turns_mutex_};
  line_up();
  turns_.take_trials(out, least_at_once);
  (void)say_what_is_left();
}

void WorkQueue::give_back(Taken& taken, std::chrono::nanoseconds time) {
  const std::lock_guard turns{turns_mutex_};
  if (!taken.tasks.empty()) {
    const auto now = time / static_cast<std::int64_t>(taken.tasks.size());
    for_one_ = std::max((3 * for_one_ + now) / 4, std::chrono::nanoseconds{1});
  }
  turns_.give_back(taken);
  (void)say_what_is_left();
}

void WorkQueue::line_up() {
  std::vector<WorkerTask> arrived;
  {
    const std::lock_guard lock{mutex_};
    arrived.swap(arrived_);
  }
  turns_.add(arrived);
}

bool WorkQueue::say_what_is_left() {
  const std::lock_guard lock{mutex_};
  return takeable_ = !turns_.empty();
}

}  // namespace moderato
