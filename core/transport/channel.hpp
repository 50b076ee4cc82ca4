// A queue between two threads that hands over everything waiting at once: one lock for a whole batch.
#pragma once

#include <condition_variable>
#include <iterator>
#include <mutex>
#include <utility>
#include <vector>

namespace moderato {

// Thread-safe. Not bounded by itself: what enters the daemon is.
template <class T>
class Channel {
 public:
  // Moves all of `items` in and leaves it empty.
  void push_all(std::vector<T>& items) {
    if (items.empty()) return;
    {
      const std::lock_guard lock{mutex_};
      waiting_.insert(waiting_.end(), std::make_move_iterator(items.begin()), std::make_move_iterator(items.end()));
    }
    items.clear();
    arrived_.notify_one();
  }

  void push(T item) {
    {
      const std::lock_guard lock{mutex_};
      waiting_.push_back(std::move(item));
    }
    arrived_.notify_one();
  }

  // Nothing more will be pushed: the taker gets what is there, and then nothing.
  void close() {
    {
      const std::lock_guard lock{mutex_};
      closed_ = true;
    }
    arrived_.notify_all();
  }

  // Waits for items. Empty only when the channel is closed and everything was taken.
  [[nodiscard]] std::vector<T> take_all() {
    std::unique_lock lock{mutex_};
    arrived_.wait(lock, [this] { return closed_ || !waiting_.empty(); });
    return std::exchange(waiting_, {});
  }

  // What is there now, without waiting.
  [[nodiscard]] std::vector<T> take_waiting() {
    const std::lock_guard lock{mutex_};
    return std::exchange(waiting_, {});
  }

 private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<T> waiting_;
  bool closed_ = false;
};

}  // namespace moderato
