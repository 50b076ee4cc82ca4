// An array that reads as zero and takes no memory where it was never touched.
#pragma once

#include <cstdlib>
#include <memory>
#include <new>
#include <type_traits>

namespace moderato::duplicate {

template <class T>
class Zeroed {
 public:
  static_assert(std::is_trivial_v<T>);
  explicit Zeroed(std::size_t size) : data_(static_cast<T*>(std::calloc(size, sizeof(T)))), size_(size) {
    if (data_ == nullptr) throw std::bad_alloc{};
  }
  T& operator[](std::size_t i) { return data_.get()[i]; }
  const T& operator[](std::size_t i) const { return data_.get()[i]; }
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  struct Free {
    void operator()(T* data) const { std::free(data); }
  };
  std::unique_ptr<T[], Free> data_;
  std::size_t size_;
};

}  // namespace moderato::duplicate
