// A library to preload into a daemon: its ledger's files fail as a test wishes, or the daemon dies at a step that the
// test names. MODERATO_FAULTS names the file through which the test steers it (disk_faults.py); without it all calls
// pass.
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

// Shared with the test. What is 0 does not happen.
struct Control {
  std::atomic<std::int32_t> write_error;  // an errno, for what writes, grows or syncs
  std::atomic<std::int32_t> sync_error;   // for what syncs
  std::atomic<std::int32_t> read_error;
  std::atomic<std::int32_t> open_error;  // for opening to write
  std::atomic<std::int64_t> kill_at;     // the step at which the process dies, before taking it
  std::atomic<std::int64_t> steps;       // taken: writes, truncations and syncs of the ledger, and sends
};

Control* control() {
  static Control* const shared = []() -> Control* {
    const char* path = std::getenv("MODERATO_FAULTS");
    if (path == nullptr) return nullptr;
    const int fd = static_cast<int>(syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC));
    if (fd < 0) std::abort();
    void* memory = mmap(nullptr, sizeof(Control), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    if (memory == MAP_FAILED) std::abort();
    return static_cast<Control*>(memory);
  }();
  return shared;
}

bool is_ledger(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  return name.starts_with("ledger.db") && !name.starts_with("ledger.db.lock");
}

bool is_ledger(int fd) {
  std::array<char, 512> path{};
  std::array<char, 64> link{"/proc/self/fd/"};
  char* end = link.data() + 14;
  std::array<char, 12> digits{};
  int count = 0;
  for (unsigned rest = static_cast<unsigned>(fd); count == 0 || rest > 0; rest /= 10)
    digits[static_cast<std::size_t>(count++)] = static_cast<char>('0' + rest % 10);
  while (count > 0) *end++ = digits[static_cast<std::size_t>(--count)];
  const ssize_t size = readlink(link.data(), path.data(), path.size());
  return size > 0 && is_ledger({path.data(), static_cast<std::size_t>(size)});
}

void step() {
  Control* faults = control();
  if (++faults->steps == faults->kill_at) kill(getpid(), SIGKILL);
}

bool fails(const std::atomic<std::int32_t>& error) {
  if (error == 0) return false;
  errno = error;
  return true;
}

// Whether a call that changes a file is to fail.
bool change_fails(int fd) {
  if (control() == nullptr || !is_ledger(fd)) return false;
  step();
  return fails(control()->write_error);
}

bool sync_fails(int fd) {
  return change_fails(fd) || (control() != nullptr && is_ledger(fd) && fails(control()->sync_error));
}

bool read_fails(int fd) {
  return control() != nullptr && is_ledger(fd) && fails(control()->read_error);
}

bool open_fails(const char* path, int flags) {
  return control() != nullptr && (flags & O_ACCMODE) != O_RDONLY && is_ledger(path) && fails(control()->open_error);
}

template <class Function>
Function* real(const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

}  // namespace

#define EXPORT extern "C" __attribute__((visibility("default")))

EXPORT ssize_t write(int fd, const void* data, size_t size) {
  static auto* const next = real<ssize_t(int, const void*, size_t)>("write");
  return change_fails(fd) ? -1 : next(fd, data, size);
}

EXPORT ssize_t pwrite(int fd, const void* data, size_t size, off_t at) {
  static auto* const next = real<ssize_t(int, const void*, size_t, off_t)>("pwrite");
  return change_fails(fd) ? -1 : next(fd, data, size, at);
}

EXPORT ssize_t pwrite64(int fd, const void* data, size_t size, off64_t at) {
  static auto* const next = real<ssize_t(int, const void*, size_t, off64_t)>("pwrite64");
  return change_fails(fd) ? -1 : next(fd, data, size, at);
}

EXPORT int ftruncate(int fd, off_t size) noexcept {
  static auto* const next = real<int(int, off_t)>("ftruncate");
  return change_fails(fd) ? -1 : next(fd, size);
}

EXPORT int ftruncate64(int fd, off64_t size) noexcept {
  static auto* const next = real<int(int, off64_t)>("ftruncate64");
  return change_fails(fd) ? -1 : next(fd, size);
}

EXPORT int fsync(int fd) {
  static auto* const next = real<int(int)>("fsync");
  return sync_fails(fd) ? -1 : next(fd);
}

EXPORT int fdatasync(int fd) {
  static auto* const next = real<int(int)>("fdatasync");
  return sync_fails(fd) ? -1 : next(fd);
}

EXPORT ssize_t pread(int fd, void* data, size_t size, off_t at) {
  static auto* const next = real<ssize_t(int, void*, size_t, off_t)>("pread");
  return read_fails(fd) ? -1 : next(fd, data, size, at);
}

EXPORT ssize_t pread64(int fd, void* data, size_t size, off64_t at) {
  static auto* const next = real<ssize_t(int, void*, size_t, off64_t)>("pread64");
  return read_fails(fd) ? -1 : next(fd, data, size, at);
}

EXPORT ssize_t send(int fd, const void* data, size_t size, int flags) {
  static auto* const next = real<ssize_t(int, const void*, size_t, int)>("send");
  if (control() != nullptr) step();
  return next(fd, data, size, flags);
}

EXPORT int open(const char* path, int flags, ...) {
  static auto* const next = real<int(const char*, int, ...)>("open");
  va_list more;
  va_start(more, flags);
  const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(more, mode_t) : 0;
  va_end(more);
  return open_fails(path, flags) ? -1 : next(path, flags, mode);
}

EXPORT int open64(const char* path, int flags, ...) {
  static auto* const next = real<int(const char*, int, ...)>("open64");
  va_list more;
  va_start(more, flags);
  const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(more, mode_t) : 0;
  va_end(more);
  return open_fails(path, flags) ? -1 : next(path, flags, mode);
}
