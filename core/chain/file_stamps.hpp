// Notices that a file is not the same any more: a model that was trained anew, a list that was edited.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

namespace moderato {

struct FileStamp {
  std::filesystem::path file;
  bool there = false;
  std::uint64_t inode = 0;
  std::int64_t bytes = 0;
  std::int64_t changed_at = 0;  // nanoseconds since 1970

  bool operator==(const FileStamp&) const = default;
};
using FileStamps = std::vector<FileStamp>;

// As they are now. Folders are left out: what is in them changes without being another.
[[nodiscard]] FileStamps stamps_of(std::span<const std::filesystem::path> files);

}  // namespace moderato
