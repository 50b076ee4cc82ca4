#include "chain/isolation/log_lines.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <utility>

#include "chain/finding_check.hpp"
#include "comment/json_text.hpp"

namespace moderato::isolation {
namespace {

constexpr std::uint64_t most_lines = 100;
constexpr std::chrono::seconds period{10};

// By syslog's priorities.
Level level_of(char priority) {
  switch (priority) {
    case '0':
    case '1':
    case '2':
    case '3':
      return Level::error;
    case '4':
      return Level::warning;
    case '7':
      return Level::debug;
    default:
      return Level::info;
  }
}

char priority_of(Level level) {
  switch (level) {
    case Level::error:
      return '3';
    case Level::warning:
      return '4';
    case Level::info:
      return '6';
    case Level::debug:
      return '7';
  }
  return '6';
}

}  // namespace

std::string LogLines::line(Level level, std::string_view message) {
  std::string line{'<', priority_of(level), '>'};
  line += message.substr(0, longest_message);
  std::ranges::replace(line, '\n', ' ');
  return line + '\n';
}

void LogLines::read(int fd) {
  std::array<char, 4'096> bytes{};
  for (ssize_t size = 0; (size = ::read(fd, bytes.data(), bytes.size())) > 0;)
    add({bytes.data(), static_cast<std::size_t>(size)});
}

void LogLines::finish() {
  if (!begun_.empty()) say(std::exchange(begun_, {}));
  say_left_out();
}

void LogLines::add(std::string_view bytes) {
  for (const char c : bytes) {
    if (c != '\n') begun_ += c;
    if (c == '\n' || begun_.size() > longest_message + 3) say(std::exchange(begun_, {}));
  }
}

void LogLines::say(std::string_view line) {
  const auto now = std::chrono::steady_clock::now();
  if (now - since_ > period) {
    say_left_out();
    since_ = now;
    said_ = 0;
  }
  Level level = Level::info;
  if (line.size() >= 3 && line[0] == '<' && line[2] == '>') {
    level = level_of(line[1]);
    line.remove_prefix(3);
  }
  if (line.empty()) return;
  if (said_++ < most_lines)
    log_(level, filter_, valid_utf8(line));
  else
    ++left_out_;
}

void LogLines::say_left_out() {
  if (left_out_ == 0) return;
  log_(Level::warning, filter_, "its process wrote " + std::to_string(std::exchange(left_out_, 0)) + " more lines");
}

}  // namespace moderato::isolation
