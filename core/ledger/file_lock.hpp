// A lock between processes: a file that one of them holds. It goes with its holder, however that ends.
#pragma once

#include <filesystem>
#include <optional>

#include "comment/result.hpp"

namespace moderato {

class FileLock {
 public:
  // Creates the file where needed and writes the holder's process id into it.
  // Errors: ledger.locked, naming the file and the holder; ledger.cannot_open.
  static Result<FileLock> take(const std::filesystem::path& file);

  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&& other) noexcept;
  ~FileLock();

 private:
  explicit FileLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;  // -1: moved from
};

}  // namespace moderato
