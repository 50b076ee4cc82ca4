#include "daemon/watchdog.hpp"

#include <utility>

namespace moderato {

Watchdog::Watchdog(std::vector<Watched> watched, std::chrono::microseconds hang_after, Log log)
    : watched_(std::move(watched)), hang_after_(hang_after), log_(std::move(log)), seen_(watched_.size()) {}

void Watchdog::look(Clock::time_point now) {
  const std::lock_guard lock{mutex_};
  for (std::size_t i = 0; i < watched_.size(); ++i) {
    Seen& seen = seen_[i];
    const std::uint64_t state = watched_[i].at_work.state();
    if (state == 0 || state != seen.state) {
      if (!seen.stuck.empty()) log_->warn("goes on: {}", seen.stuck);
      seen = {state, now, {}};
    } else if (seen.stuck.empty() && now - seen.since >= hang_after_) {
      seen.stuck = sentence(watched_[i], seen, now);
      log_->critical("stuck: {}", seen.stuck);
    }
  }
}

std::string Watchdog::sentence(const Watched& watched, const Seen& seen, Clock::time_point now) const {
  std::string text = watched.doing(AtWork::what(seen.state));
  if (const auto comment = watched.at_work.comment())
    text += " has been at the comment \"" + comment->id + "\" of the site \"" + comment->site + "\"";
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now - seen.since).count();
  return text + " for " + std::to_string(seconds) + " s";
}

std::vector<std::string> Watchdog::stuck() const {
  const std::lock_guard lock{mutex_};
  std::vector<std::string> sentences;
  for (const Seen& seen : seen_)
    if (!seen.stuck.empty()) sentences.push_back(seen.stuck);
  return sentences;
}

}  // namespace moderato
