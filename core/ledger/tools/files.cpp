#include "ledger/tools/files.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace moderato {

namespace {

Error cannot_write(const std::filesystem::path& file) {
  return {"ledger.cannot_write", "Cannot write " + file.string() + ": " + std::strerror(errno) + "."};
}

Result<void> sync(const std::filesystem::path& path, int flags) {
  const int descriptor = open(path.c_str(), flags | O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return cannot_write(path);
  const bool done = fsync(descriptor) == 0;
  const Error error = done ? Error{} : cannot_write(path);
  close(descriptor);
  return done ? Result<void>{} : Result<void>{error};
}

}  // namespace

Result<void> sync_file(const std::filesystem::path& file) {
  return sync(file, 0);
}

Result<void> sync_folder_of(const std::filesystem::path& file) {
  return sync(file.has_parent_path() ? file.parent_path() : ".", O_DIRECTORY);
}

Result<void> move_into_place(const std::filesystem::path& from, const std::filesystem::path& to) {
  if (auto synced = sync_file(from); !synced) return synced;
  if (rename(from.c_str(), to.c_str()) != 0) return cannot_write(to);
  return sync_folder_of(to);
}

void remove_ledger(const std::filesystem::path& file) {
  for (const char* suffix : {"", "-wal", "-shm", "-journal"}) {
    auto part = file;
    std::error_code missing;
    std::filesystem::remove(part += suffix, missing);
  }
}

}  // namespace moderato
