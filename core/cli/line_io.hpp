// Lines from a file descriptor and bytes to one, in large pieces.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "comment/result.hpp"

namespace moderato::cli {

// A file descriptor that is closed at the end, unless it is one of the three every program has.
class File {
 public:
  // "-" is standard input. Error: cli.cannot_read.
  static Result<File> open_for_reading(const std::string& name);

  explicit File(int fd) : fd_(fd) {}
  File(File&& other) noexcept;
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File();

  [[nodiscard]] int fd() const { return fd_; }
  // Bytes in it; empty for a pipe or a terminal.
  [[nodiscard]] std::optional<std::size_t> size() const;

 private:
  int fd_;
};

struct Line {
  std::string text;        // without its end; cut off after `longest` + 1 bytes
  std::size_t number = 0;  // from 1
  std::size_t size = 0;    // bytes, uncut
};

// Not thread-safe.
class LineReader {
 public:
  // Lines longer than `longest` are read to their end but kept only in part, so that memory stays bounded.
  LineReader(int fd, std::size_t longest);

  // Waits for a line; none: the end of the input, or `failure` says what went wrong.
  [[nodiscard]] std::optional<Line> next();
  // Whether next() returns without waiting for whoever writes the other end.
  [[nodiscard]] bool ready();
  [[nodiscard]] const std::optional<Error>& failure() const { return failure_; }
  // Bytes handed out so far.
  [[nodiscard]] std::size_t bytes() const { return bytes_; }
  // Whether the input ended; nothing more will come.
  [[nodiscard]] bool ended() const { return ended_ && begin_ == end_; }

 private:
  bool fill();

  int fd_;
  std::size_t longest_;
  std::unique_ptr<char[]> buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  bool ended_ = false;
  std::size_t number_ = 0;
  std::size_t bytes_ = 0;
  std::optional<Error> failure_;
};

// False when the other end of a pipe is closed: what is written goes nowhere.
[[nodiscard]] bool somebody_reads(int fd);

// Writes all of it. The error code is cli.closed when nobody reads the other end any more, else cli.cannot_write.
[[nodiscard]] Result<void> write_all(int fd, std::string_view bytes);

}  // namespace moderato::cli
