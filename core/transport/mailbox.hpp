// A queue into a thread that waits on ZeroMQ sockets: it has a file descriptor to poll beside them.
#pragma once

#include <iterator>
#include <mutex>
#include <utility>
#include <vector>

namespace moderato {

// An eventfd (eventfd(2)). Thread-safe.
class WakeUp {
 public:
  WakeUp();  // throws std::system_error when the system has no descriptor left
  ~WakeUp();
  WakeUp(const WakeUp&) = delete;
  WakeUp& operator=(const WakeUp&) = delete;

  void ring() const;
  void clear() const;
  [[nodiscard]] int fd() const { return fd_; }

 private:
  int fd_;
};

// Thread-safe.
template <class T>
class Mailbox {
 public:
  // Moves all of `items` in, leaves it empty, and wakes the taker, also when there is nothing: it may wait for more
  // than mail.
  void post_all(std::vector<T>& items) {
    {
      const std::lock_guard lock{mutex_};
      waiting_.insert(waiting_.end(), std::make_move_iterator(items.begin()), std::make_move_iterator(items.end()));
    }
    items.clear();
    wake_.ring();
  }
  void post(T item) {
    {
      const std::lock_guard lock{mutex_};
      waiting_.push_back(std::move(item));
    }
    wake_.ring();
  }
  void wake() const { wake_.ring(); }

  // What is there now, without waiting.
  [[nodiscard]] std::vector<T> take_all() {
    wake_.clear();
    const std::lock_guard lock{mutex_};
    return std::exchange(waiting_, {});
  }
  [[nodiscard]] int fd() const { return wake_.fd(); }

 private:
  WakeUp wake_;
  std::mutex mutex_;
  std::vector<T> waiting_;
};

}  // namespace moderato
