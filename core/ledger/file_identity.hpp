// Which file a path leads to: to find out that it was removed or replaced while it is open.
#pragma once

#include <sys/stat.h>

#include <filesystem>
#include <optional>

namespace moderato {

struct FileIdentity {
  dev_t device = 0;
  ino_t inode = 0;
  bool operator==(const FileIdentity&) const = default;
};

// Nothing when there is no such file, or no telling.
[[nodiscard]] inline std::optional<FileIdentity> identity_of(const std::filesystem::path& file) {
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0) return std::nullopt;
  return FileIdentity{status.st_dev, status.st_ino};
}

}  // namespace moderato
