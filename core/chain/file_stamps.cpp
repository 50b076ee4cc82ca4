#include "chain/file_stamps.hpp"

#include <sys/stat.h>

namespace moderato {

FileStamps stamps_of(std::span<const std::filesystem::path> files) {
  FileStamps stamps;
  for (const std::filesystem::path& file : files) {
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0) {
      stamps.push_back({.file = file});
    } else if (S_ISREG(status.st_mode)) {
      stamps.push_back(
          {file, true, status.st_ino, status.st_size, status.st_mtim.tv_sec * 1'000'000'000 + status.st_mtim.tv_nsec});
    }
  }
  return stamps;
}

}  // namespace moderato
