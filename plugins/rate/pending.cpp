#include "pending.hpp"

namespace moderato::rate {

void Pending::add(std::uint64_t comment, const Keys& keys, Moment now) {
  settle(comment);
  if (comments_.size() >= most_) settle(waiting_.front().comment);
  comments_.emplace(comment, waiting_.insert(waiting_.end(), {comment, keys, now}));
  for (const std::uint64_t key : keys)
    if (key != 0) ++counts_[key];
}

void Pending::settle(std::uint64_t comment) {
  const auto found = comments_.find(comment);
  if (found == comments_.end()) return;
  for (const std::uint64_t key : found->second->keys) {
    if (key == 0) continue;
    const auto count = counts_.find(key);
    if (--count->second == 0) counts_.erase(count);
  }
  waiting_.erase(found->second);
  comments_.erase(found);
}

void Pending::expire(Moment now) {
  const auto is_over = [now](Moment since) { return now > since + lasts || now < since - lasts; };
  while (!waiting_.empty() && is_over(waiting_.front().since)) settle(waiting_.front().comment);
}

std::int64_t Pending::of(std::uint64_t key) const {
  const auto found = counts_.find(key);
  return found == counts_.end() ? 0 : found->second;
}

}  // namespace moderato::rate
