#include "cli/line_io.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace moderato::cli {
namespace {

constexpr std::size_t buffer_size = std::size_t{1} << 18U;

}  // namespace

Result<File> File::open_for_reading(const std::string& name) {
  if (name == "-") return File{STDIN_FILENO};
  const int fd = ::open(name.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return Error{"cli.cannot_read", name + ": can't be read: " + std::strerror(errno)};
  return File{fd};
}

File::File(File&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

File::~File() {
  if (fd_ > STDERR_FILENO) ::close(fd_);
}

std::optional<std::size_t> File::size() const {
  struct stat status {};
  if (::fstat(fd_, &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  return static_cast<std::size_t>(status.st_size);
}

LineReader::LineReader(int fd, std::size_t longest)
    : fd_(fd), longest_(longest), buffer_(std::make_unique_for_overwrite<char[]>(buffer_size)) {}

bool LineReader::fill() {
  if (ended_) return false;
  begin_ = end_ = 0;
  ssize_t got = 0;
  do got = ::read(fd_, buffer_.get(), buffer_size);
  while (got < 0 && errno == EINTR);
  if (got > 0) {
    end_ = static_cast<std::size_t>(got);
    return true;
  }
  ended_ = true;
  if (got < 0) failure_ = Error{"cli.cannot_read", std::string{"the input can't be read: "} + std::strerror(errno)};
  return false;
}

std::optional<Line> LineReader::next() {
  Line line;
  bool any = false;
  while (begin_ != end_ || fill()) {
    any = true;
    const char* from = buffer_.get() + begin_;
    const std::size_t there = end_ - begin_;
    const void* found = std::memchr(from, '\n', there);
    const std::size_t length =
        found == nullptr ? there : static_cast<std::size_t>(static_cast<const char*>(found) - from);
    const std::size_t room = longest_ + 1 - line.text.size();
    line.text.append(from, std::min(length, room));
    line.size += length;
    begin_ += length + (found == nullptr ? 0 : 1);
    bytes_ += length + (found == nullptr ? 0 : 1);
    if (found != nullptr) break;
  }
  if (!any) return std::nullopt;
  line.number = ++number_;
  return line;
}

bool LineReader::ready() {
  if (std::memchr(buffer_.get() + begin_, '\n', end_ - begin_) != nullptr) return true;
  if (ended_) return begin_ != end_;
  pollfd wanted{fd_, POLLIN, 0};
  return ::poll(&wanted, 1, 0) > 0;
}

bool somebody_reads(int fd) {
  pollfd end{fd, 0, 0};  // errors are reported without being asked for
  return ::poll(&end, 1, 0) == 0;
}

Result<void> write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0 && errno == EAGAIN) {
      pollfd wanted{fd, POLLOUT, 0};
      ::poll(&wanted, 1, -1);
      continue;
    }
    if (written < 0)
      return Error{errno == EPIPE ? "cli.closed" : "cli.cannot_write",
                   std::string{"the output can't be written: "} + std::strerror(errno)};
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

}  // namespace moderato::cli
