#include "ledger/file_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

namespace moderato {

namespace {

std::string holder_of(int descriptor) {
  std::array<char, 32> text{};
  const ssize_t size = pread(descriptor, text.data(), text.size() - 1, 0);
  const std::string pid(text.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
  if (pid.empty() || pid.find_first_not_of("0123456789\n") != std::string::npos) return "Another process";
  return "Another process (" + pid.substr(0, pid.find('\n')) + ")";
}

}  // namespace

Result<FileLock> FileLock::take(const std::filesystem::path& file) {
  const int descriptor = open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0640);
  if (descriptor < 0) {
    return Error{"ledger.cannot_open",
                 "Cannot open the lock file " + file.string() + ": " + std::strerror(errno) + "."};
  }
  FileLock lock(descriptor);
  // flock, not fcntl: it belongs to this open file, so it also keeps out a second writer in the same process.
  if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK) {
      return Error{"ledger.locked", holder_of(descriptor) + " writes to this ledger: it holds " + file.string() +
                                        ". Stop it first, or configure another ledger file."};
    }
    return Error{"ledger.cannot_open", "Cannot lock " + file.string() + ": " + std::strerror(errno) + "."};
  }
  // The process id is for people; the lock holds without it, so a full disk is no reason to refuse.
  const std::string pid = std::to_string(getpid()) + "\n";
  if (ftruncate(descriptor, 0) != 0 || pwrite(descriptor, pid.data(), pid.size(), 0) < 0) return lock;
  return lock;
}

FileLock::FileLock(FileLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

FileLock::~FileLock() {
  if (descriptor_ >= 0) close(descriptor_);
}

}  // namespace moderato
