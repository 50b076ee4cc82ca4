#include "cli/plugin_check/resources.hpp"

#include <malloc.h>

#include <chrono>
#include <filesystem>
#include <iterator>
#include <system_error>
#include <thread>

namespace moderato::cli::plugin_check {
namespace {

std::size_t entries_of(const char* folder) {
  std::error_code ignored;
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator{folder, ignored}, {}));
}

std::string counted(std::size_t count, const std::string& thing) {
  return std::to_string(count) + " " + thing + (count == 1 ? "" : "s");
}

}  // namespace

Resources Resources::now() {
  return {entries_of("/proc/self/fd"), entries_of("/proc/self/task")};
}

std::string Resources::left_since(const Resources& before) {
  Resources after = now();
  // A thread that was joined is listed until the kernel has done with it.
  const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds{2};
  while (after.threads > before.threads && std::chrono::steady_clock::now() < patience) {
    std::this_thread::yield();
    after = now();
  }
  std::string left;
  if (after.files > before.files) left = counted(after.files - before.files, "open file");
  if (after.threads > before.threads)
    left += (left.empty() ? "" : " and ") + counted(after.threads - before.threads, "thread");
  return left;
}

std::size_t memory_in_use() {
  const struct mallinfo2 info = ::mallinfo2();
  return info.uordblks + info.hblkhd;
}

}  // namespace moderato::cli::plugin_check
