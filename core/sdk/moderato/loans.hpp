// Objects that concurrent calls borrow, one each, and give back for the next one: what a check needs to write to, kept
// so that checks need not allocate it anew. There are as many as there ever were calls at once. Thread-safe.
#pragma once

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace moderato {

template <class Object>
class Loans {
 public:
  // Gives the object back at its end.
  class Loan {
   public:
    // See `lend`.
    explicit Loan(Loans& from) : from_(from), object_(from.take()) {}
    ~Loan() { from_.give(std::move(object_)); }
    Loan(const Loan&) = delete;
    Loan& operator=(const Loan&) = delete;
    Object& operator*() const { return *object_; }
    Object* operator->() const { return object_.get(); }

   private:
    Loans& from_;
    std::unique_ptr<Object> object_;
  };

  // Makes an object only where none is idle.
  [[nodiscard]] Loan lend() { return Loan{*this}; }

 private:
  std::unique_ptr<Object> take() {
    const std::lock_guard lock{mutex_};
    if (idle_.empty()) {
      idle_.reserve(++lent_);  // giving back never allocates
      return std::make_unique<Object>();
    }
    auto object = std::move(idle_.back());
    idle_.pop_back();
    return object;
  }
  void give(std::unique_ptr<Object> object) {
    const std::lock_guard lock{mutex_};
    idle_.push_back(std::move(object));
  }

  std::mutex mutex_;
  std::vector<std::unique_ptr<Object>> idle_;
  std::size_t lent_ = 0;
};

}  // namespace moderato
