// A large array for reading at random: zero at first, taking no memory where it was never touched, its first byte on a
// cache line, and on huge pages where the system lends them (madvise(2): fewer looks into the page table, which at
// random reads cost as much as the memory itself).
#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <memory>
#include <new>
#include <type_traits>

namespace moderato {

// Fixed size; moves, does not copy. Throws std::bad_alloc.
template <class T>
class LargeArray {
 public:
  static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);

  LargeArray() = default;
  // All zero.
  explicit LargeArray(std::size_t size) : data_(reserve(size), Release{size * sizeof(T)}), size_(size) {}

  // Takes the memory that it may take, where waiting for it does no harm: whoever touches a huge page first waits until
  // the system has cleared it.
  void take() {
    constexpr std::size_t page = 4'096;
    auto* const bytes = reinterpret_cast<volatile char*>(data_.get());
    for (std::size_t i = 0; i < size_ * sizeof(T); i += page) bytes[i] = bytes[i];
  }

  [[nodiscard]] T& operator[](std::size_t i) { return data_.get()[i]; }
  [[nodiscard]] const T& operator[](std::size_t i) const { return data_.get()[i]; }
  [[nodiscard]] T* data() { return data_.get(); }
  [[nodiscard]] const T* data() const { return data_.get(); }
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  struct Release {
    std::size_t bytes = 0;
    void operator()(T* data) const { ::munmap(data, bytes); }
  };

  static T* reserve(std::size_t size) {
    if (size == 0) return nullptr;
    if (size > ~std::size_t{0} / sizeof(T)) throw std::bad_alloc{};
    const std::size_t bytes = size * sizeof(T);
    void* data = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (data == MAP_FAILED) throw std::bad_alloc{};
    ::madvise(data, bytes, MADV_HUGEPAGE);  // only advice: without it everything works, slower
    return static_cast<T*>(data);
  }

  std::unique_ptr<T[], Release> data_;
  std::size_t size_ = 0;
};

}  // namespace moderato
