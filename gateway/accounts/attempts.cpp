#include "accounts/attempts.hpp"

#include <algorithm>

namespace moderato::gateway::accounts {

std::optional<std::chrono::seconds> Attempts::begin(const std::string& key, Time now) {
  const std::scoped_lock lock{mutex_};
  forget_old(now);
  auto found = entries_.find(key);
  if (found == entries_.end()) {
    if (entries_.size() >= limits_.most_keys) {
      entries_.erase(by_time_.front());
      by_time_.pop_front();
    }
    found = entries_.emplace(key, Entry{0, now, now, by_time_.insert(by_time_.end(), key)}).first;
  }
  Entry& entry = found->second;
  if (now < entry.next) return std::chrono::ceil<std::chrono::seconds>(entry.next - now);
  ++entry.failed;
  entry.last = now;
  entry.next = next_after(entry.failed, now);
  by_time_.splice(by_time_.end(), by_time_, entry.place);
  return std::nullopt;
}

void Attempts::take_back(const std::string& key) {
  const std::scoped_lock lock{mutex_};
  const auto found = entries_.find(key);
  if (found == entries_.end() || found->second.failed == 0) return;
  Entry& entry = found->second;
  --entry.failed;
  entry.next = next_after(entry.failed, entry.last);
}

void Attempts::forget(const std::string& key) {
  const std::scoped_lock lock{mutex_};
  const auto found = entries_.find(key);
  if (found == entries_.end()) return;
  by_time_.erase(found->second.place);
  entries_.erase(found);
}

void Attempts::forget_old(Time now) {
  while (!by_time_.empty()) {
    const auto oldest = entries_.find(by_time_.front());
    if (now - oldest->second.last < limits_.forgotten_after) return;
    entries_.erase(oldest);
    by_time_.pop_front();
  }
}

Time Attempts::next_after(std::size_t failed, Time now) const {
  if (failed < limits_.free) return now;
  constexpr std::size_t most_doublings = 20;
  const auto wait = limits_.first_wait * (std::int64_t{1} << std::min(failed - limits_.free, most_doublings));
  return now + std::min<std::chrono::seconds>(wait, limits_.longest_wait);
}

}  // namespace moderato::gateway::accounts
