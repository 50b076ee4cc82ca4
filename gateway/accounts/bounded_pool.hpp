// Threads for what takes long, with a queue that can't grow beyond what they can do soon.
#pragma once

#include <atomic>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <cstddef>
#include <utility>

namespace moderato::gateway::accounts {

// Thread-safe. Ends once all that was taken is done.
class BoundedPool {
 public:
  BoundedPool(std::size_t threads, std::size_t most) : most_(most), threads_(threads) {}
  BoundedPool(const BoundedPool&) = delete;
  BoundedPool& operator=(const BoundedPool&) = delete;
  ~BoundedPool() { threads_.join(); }

  // False, with `work` as it was, where `most` wait or are under way already. What work throws ends the program.
  template <class Work>
  [[nodiscard]] bool post(Work&& work) {
    if (++taken_ > most_) {
      --taken_;
      return false;
    }
    boost::asio::post(threads_, [this, work = std::forward<Work>(work)]() mutable {
      work();
      --taken_;
    });
    return true;
  }

 private:
  const std::size_t most_;
  std::atomic<std::size_t> taken_ = 0;
  boost::asio::thread_pool threads_;
};

}  // namespace moderato::gateway::accounts
