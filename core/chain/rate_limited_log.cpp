#include "chain/rate_limited_log.hpp"

#include <utility>

namespace moderato {

void RateLimitedLog::operator()(Level level, std::string_view filter, std::string_view message) {
  if (level == Level::debug || level == Level::info) return log_(level, filter, message);
  std::uint64_t left_out = 0;
  {
    const std::lock_guard lock{mutex_};
    Said& said = said_of(level, filter, message);
    const auto now = now_();
    if (said.ever && now - said.at < std::chrono::seconds{10}) {
      ++said.left_out;
      return;
    }
    said.ever = true;
    said.at = now;
    left_out = std::exchange(said.left_out, 0);
  }
  if (left_out == 0) return log_(level, filter, message);
  log_(level, filter, std::string{message} + " (and " + std::to_string(left_out) + " more like it before)");
}

// Complaints are alike when they begin alike: that a comment took too long must not hide that a program crashed. A
// filter may write whatever it likes, so beyond so many kinds all of a filter's are one.
RateLimitedLog::Said& RateLimitedLog::said_of(Level level, std::string_view filter, std::string_view message) {
  constexpr std::size_t most_kinds = 256;
  constexpr std::size_t longest_beginning = 40;
  const std::string any = std::string{filter} + (level == Level::error ? "!" : "?");
  const auto beginning = message.substr(0, message.find_first_of(":0123456789")).substr(0, longest_beginning);
  const std::string kind = any + std::string{beginning};
  return said_.size() < most_kinds || said_.contains(kind) ? said_[kind] : said_[any];
}

}  // namespace moderato
