// A queue between two threads that hands over everything waiting at once: one lock for a whole batch.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <iterator>
#include <mutex>
#include <optional>
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
    taken_.notify_all();
    return std::exchange(waiting_, {});
  }

  // Waits for items until then. Nothing at all when the channel is closed and everything was taken.
  [[nodiscard]] std::optional<std::vector<T>> take_all_until(std::chrono::steady_clock::time_point time) {
    std::unique_lock lock{mutex_};
    arrived_.wait_until(lock, time, [this] { return closed_ || !waiting_.empty(); });
    if (closed_ && waiting_.empty()) return std::nullopt;
    taken_.notify_all();
    return std::exchange(waiting_, {});
  }

  // What is there now, without waiting.
  [[nodiscard]] std::vector<T> take_waiting() {
    const std::lock_guard lock{mutex_};
    taken_.notify_all();
    return std::exchange(waiting_, {});
  }

  // Waits until so many items are there, until then, or until the channel is closed.
  void wait_for_more(std::size_t items, std::chrono::steady_clock::time_point time) {
    std::unique_lock lock{mutex_};
    arrived_.wait_until(lock, time, [&] { return closed_ || waiting_.size() >= items; });
  }

  // Whether fewer than `most` items wait to be taken, or the channel has nobody who takes them; waits for it so long.
  [[nodiscard]] bool wait_for_room(std::size_t most, std::chrono::milliseconds time) {
    std::unique_lock lock{mutex_};
    return taken_.wait_for(lock, time, [&] { return abandoned_ || waiting_.size() < most; });
  }

  // Nobody takes anything any more: nobody may wait for that.
  void abandon() {
    {
      const std::lock_guard lock{mutex_};
      abandoned_ = true;
    }
    taken_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::condition_variable taken_;
  std::vector<T> waiting_;
  bool closed_ = false;
  bool abandoned_ = false;
};

}  // namespace moderato
