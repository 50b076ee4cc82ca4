#include "program_log.hpp"

#include <array>
#include <cerrno>
#include <utility>

namespace moderato::remote {
namespace {

constexpr std::uint64_t most_lines = 100;
constexpr std::chrono::seconds period{10};
constexpr std::size_t longest_line = 2'000;
constexpr std::size_t most_last_lines = 5;
constexpr std::size_t most_last_bytes = 300;

// By syslog's priorities.
Level level_of(char priority) {
  if (priority <= '3') return Level::error;
  if (priority == '4') return Level::warning;
  return priority == '7' ? Level::debug : Level::info;
}

}  // namespace

void LimitedLog::say(Level level, std::string_view message) {
  const auto now = std::chrono::steady_clock::now();
  if (now - since_ > period) {
    say_left_out();
    since_ = now;
    said_ = 0;
  }
  if (said_++ < most_lines)
    host_.log(level, message);
  else
    ++left_out_;
}

void LimitedLog::say_left_out() {
  if (left_out_ == 0) return;
  host_.log(Level::warning, "its program wrote " + std::to_string(std::exchange(left_out_, 0)) + " more lines");
}

bool ProgramOutput::read(const Fd& fd) {
  std::array<char, 16'384> bytes{};
  constexpr int most_reads = 16;
  for (int i = 0; i < most_reads; ++i) {
    const ssize_t size = ::read(fd.get(), bytes.data(), bytes.size());
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return errno == EAGAIN;
    if (size == 0) return false;
    for (const char c : std::string_view{bytes.data(), static_cast<std::size_t>(size)}) {
      if (c != '\n') begun_ += c;
      if (c == '\n' || begun_.size() >= longest_line) say(std::exchange(begun_, {}));
    }
  }
  return true;
}

void ProgramOutput::finish() {
  if (!begun_.empty()) say(std::exchange(begun_, {}));
  log_.say_left_out();
}

std::string ProgramOutput::last_lines() const {
  std::string lines;
  for (auto line = last_.rbegin(); line != last_.rend(); ++line) {
    if (lines.size() + line->size() > most_last_bytes && !lines.empty()) break;
    lines = line->substr(0, most_last_bytes) + (lines.empty() ? "" : " / ") + lines;
  }
  return lines;
}

void ProgramOutput::say(std::string_view line) {
  Level level = Level::info;
  if (line.size() >= 3 && line[0] == '<' && line[1] >= '0' && line[1] <= '7' && line[2] == '>') {
    level = level_of(line[1]);
    line.remove_prefix(3);
  }
  if (line.find_first_not_of(" \t\r") == std::string_view::npos) return;
  log_.say(level, line);
  if (last_.size() == most_last_lines) last_.pop_front();
  last_.emplace_back(line);
}

}  // namespace moderato::remote
