#include "pipe_link.hpp"

#include <array>
#include <cerrno>
#include <cstring>

namespace moderato::remote {
namespace {

// What waits here has its place in the queue already: little enough, and enough for one write.
constexpr std::size_t most_waiting = 64U << 10U;

}  // namespace

bool PipeLink::has_room() const {
  return out_.size() - written_ < most_waiting;
}

void PipeLink::send(std::string message) {
  if (written_ == out_.size()) {
    out_.clear();
    written_ = 0;
    progress_ = Clock::now();
  }
  out_.append(message).push_back('\n');
}

std::optional<std::string> PipeLink::move(const Take& take) {
  // What it said before it stopped listening counts.
  auto deaf = write();
  auto mute = read(take);
  return mute ? mute : deaf;
}

std::optional<std::string> PipeLink::write() {
  while (written_ < out_.size()) {
    const ssize_t size = ::write(to_.get(), out_.data() + written_, out_.size() - written_);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0 && errno == EAGAIN) break;
    if (size < 0) return "closed its standard input";
    written_ += static_cast<std::size_t>(size);
    progress_ = Clock::now();
  }
  return std::nullopt;
}

std::optional<std::string> PipeLink::read(const Take& take) {
  std::array<char, 65'536> bytes{};
  constexpr int most_reads = 16;  // then it is somebody else's turn
  more_ = true;
  for (int i = 0; i < most_reads; ++i) {
    const ssize_t size = ::read(from_.get(), bytes.data(), bytes.size());
    if (size < 0 && errno == EINTR) continue;
    more_ = size > 0;
    if (size < 0 && errno == EAGAIN) break;
    if (size <= 0) return "closed its standard output";
    in_.append(bytes.data(), static_cast<std::size_t>(size));
    take_lines(take);
    if (in_.size() > longest_message) return "wrote a line of more than " + std::to_string(longest_message) + " bytes";
    if (static_cast<std::size_t>(size) < bytes.size()) {
      more_ = false;
      break;
    }
  }
  return std::nullopt;
}

void PipeLink::take_lines(const Take& take) {
  std::size_t begin = 0;
  for (std::size_t end = 0; (end = in_.find('\n', std::max(begin, searched_))) != std::string::npos; begin = end + 1) {
    std::string_view line{in_.data() + begin, end - begin};
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!line.empty()) take(line);
  }
  in_.erase(0, begin);
  searched_ = in_.size();
}

bool PipeLink::wait_for(std::vector<pollfd>& polled) const {
  polled.push_back({from_.get(), POLLIN, 0});
  if (written_ < out_.size()) polled.push_back({to_.get(), POLLOUT, 0});
  return !more_;
}

std::optional<Link::Clock::time_point> PipeLink::stuck_since() const {
  return written_ < out_.size() ? std::optional{progress_} : std::nullopt;
}

}  // namespace moderato::remote
