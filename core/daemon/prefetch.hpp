// Asks the processor for what another thread has written, some steps before it is needed: what is done with a comment
// in passing takes less time than waiting for its memory.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <span>
#include <variant>

#include "daemon/pipeline.hpp"

namespace moderato {

// GCC 12 takes a function that only does this for one without an effect, and drops calls of it; hence always_inline.
[[gnu::always_inline]] inline void prefetch(const void* memory, std::size_t bytes) {
  constexpr std::size_t cache_line = 64;
  const auto* const at = static_cast<const char*>(memory);
  for (std::size_t i = 0; i < bytes; i += cache_line) __builtin_prefetch(at + i);
}

// What comes behind `tasks[at]`: the submissions themselves first, and when these are there, what they point to.
template <class Task>
[[gnu::always_inline]] inline void prefetch_behind(std::span<const Task> tasks, std::size_t at) {
  constexpr std::size_t ahead = 4;
  constexpr std::size_t most_text = 512;
  const auto submission = [&](std::size_t i) -> const Submission* {
    const auto* task = i < tasks.size() ? std::get_if<std::unique_ptr<Submission>>(&tasks[i]) : nullptr;
    return task == nullptr ? nullptr : task->get();
  };
  if (const Submission* next = submission(at + 2 * ahead)) prefetch(next, sizeof *next);
  if (const Submission* next = submission(at + ahead))
    prefetch(next->comment.decoded.get(), std::min(next->comment.frame.size(), most_text));
}

}  // namespace moderato
