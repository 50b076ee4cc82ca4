#include "cli/submit/progress.hpp"

#include <algorithm>
#include <iostream>
#include <string>

namespace moderato::cli {

void Progress::update(std::size_t bytes, std::size_t answered) {
  if (!shown_) return;
  const auto now = std::chrono::steady_clock::now();
  if (now - drawn_ < std::chrono::milliseconds{100}) return;
  drawn_ = now;
  const std::chrono::duration<double> since = now - begin_;
  const auto rate = static_cast<std::size_t>(static_cast<double>(answered) / std::max(since.count(), 0.001));
  std::string line = "\r\x1b[K";
  if (total_ && *total_ > 0) {
    constexpr std::size_t width = 30;
    const std::size_t done = std::min(bytes * width / *total_, width);
    line += "[" + std::string(done, '#') + std::string(width - done, ' ') + "] " +
            std::to_string(std::min<std::size_t>(bytes * 100 / *total_, 100)) + "%  ";
  }
  std::cerr << line << answered << " answered, " << rate << "/s" << std::flush;
  visible_ = true;
}

void Progress::hide() {
  if (visible_) std::cerr << "\r\x1b[K" << std::flush;
  visible_ = false;
}

}  // namespace moderato::cli
