// Memory that the daemon shares with a filter's process: requests from one end, answers from the other. What was
// answered is still there when the process is not.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "config/fd.hpp"

namespace moderato::isolation {

struct Unmap {
  std::size_t bytes = 0;
  void operator()(char* base) const;
};

// Its size is sealed: no end can take the memory away from under the other.
class Arena {
 public:
  // Throws std::system_error when the system has no such memory to give.
  [[nodiscard]] static Arena make(std::size_t request_bytes, std::size_t answer_bytes);
  // The same memory in the other process. Throws std::system_error.
  [[nodiscard]] static Arena open(Fd memory, std::size_t request_bytes, std::size_t answer_bytes);

  [[nodiscard]] std::span<char> requests() const { return {base() + head_bytes, request_bytes_}; }
  [[nodiscard]] std::span<char> answers() const { return {base() + head_bytes + request_bytes_, answer_bytes_}; }

  // How far the process of the filter has come with the requests: written there, read here.
  struct Progress {
    std::atomic<std::uint32_t> done;          // requests
    std::atomic<std::uint32_t> answer_bytes;  // of `answers`, for as many; written before `done`
  };
  static_assert(std::atomic<std::uint32_t>::is_always_lock_free);
  [[nodiscard]] Progress& progress() const { return *reinterpret_cast<Progress*>(base()); }

  [[nodiscard]] const Fd& memory() const { return memory_; }

 private:
  static constexpr std::size_t head_bytes = 64;
  Arena(Fd memory, std::size_t request_bytes, std::size_t answer_bytes);
  [[nodiscard]] char* base() const { return base_.get(); }

  Fd memory_;
  std::unique_ptr<char[], Unmap> base_;
  std::size_t request_bytes_;
  std::size_t answer_bytes_;
};

}  // namespace moderato::isolation
