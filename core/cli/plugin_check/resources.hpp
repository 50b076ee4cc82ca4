// What a process has: to see what a plugin leaves behind.
#pragma once

#include <cstddef>
#include <string>

namespace moderato::cli::plugin_check {

struct Resources {
  std::size_t files = 0;  // descriptors that are open
  std::size_t threads = 0;

  [[nodiscard]] static Resources now();
  // "2 open files and 1 thread" more than then; empty when there is nothing. Threads that are about to end are waited
  // for.
  [[nodiscard]] static std::string left_since(const Resources& before);
};

// Bytes that were allocated and not freed, by the C library. 0 where another allocator is at work (sanitizers).
[[nodiscard]] std::size_t memory_in_use();

}  // namespace moderato::cli::plugin_check
