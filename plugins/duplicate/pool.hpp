// Objects that keep their memory from one use to the next, one per thread that is at work.
#pragma once

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace moderato::duplicate {

// Thread-safe.
template <class T>
class Pool {
 public:
  class Lease {
   public:
    explicit Lease(Pool& pool) : pool_(pool), object_(pool.take()) {}
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    ~Lease() { pool_.give(std::move(object_)); }
    T& operator*() const { return *object_; }

   private:
    Pool& pool_;
    std::unique_ptr<T> object_;
  };

 private:
  static constexpr std::size_t most = 64;

  std::unique_ptr<T> take() {
    {
      const std::lock_guard lock{mutex_};
      if (!idle_.empty()) {
        auto object = std::move(idle_.back());
        idle_.pop_back();
        return object;
      }
    }
    return std::make_unique<T>();
  }
  void give(std::unique_ptr<T> object) {
    const std::lock_guard lock{mutex_};
    if (idle_.size() < idle_.capacity()) idle_.push_back(std::move(object));
  }
  static std::vector<std::unique_ptr<T>> reserved() {
    std::vector<std::unique_ptr<T>> list;
    list.reserve(most);  // so that giving back never allocates, and never throws
    return list;
  }

  std::mutex mutex_;
  std::vector<std::unique_ptr<T>> idle_ = reserved();
};

}  // namespace moderato::duplicate
