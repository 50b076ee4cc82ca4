#include "api/page_cache.hpp"

#include <utility>

namespace moderato::gateway::api {
namespace {

// Beyond it all topics count as changed: that costs a rendering of each page.
constexpr std::size_t most_topics = 100'000;
constexpr std::size_t page_overhead = 400;

}  // namespace

std::uint64_t PageCache::version_of(std::string_view topic) const {
  const auto known = versions_.find(std::string{topic});
  return known == versions_.end() ? all_ : std::max(all_, known->second);
}

PageCache::Found PageCache::find(std::string_view topic, const std::string& target) {
  const std::lock_guard lock{mutex_};
  const std::uint64_t version = version_of(topic);
  const auto known = by_target_.find(target);
  if (known == by_target_.end()) return {nullptr, version};
  if (known->second->version != version) {
    drop(known->second);
    return {nullptr, version};
  }
  entries_.splice(entries_.begin(), entries_, known->second);
  return {known->second->page, version};
}

void PageCache::put(std::string_view topic, const std::string& target, std::uint64_t version, PagePtr page) {
  const std::lock_guard lock{mutex_};
  if (version != version_of(topic)) return;
  if (const auto known = by_target_.find(target); known != by_target_.end()) drop(known->second);
  entries_.push_front({target, std::string{topic}, version, std::move(page)});
  by_target_.emplace(entries_.front().target, entries_.begin());
  bytes_ += entries_.front().page->text()->size() + target.size() + page_overhead;
  while (bytes_ > most_bytes_ && !entries_.empty()) drop(std::prev(entries_.end()));
}

void PageCache::drop(std::list<Entry>::iterator entry) {
  bytes_ -= entry->page->text()->size() + entry->target.size() + page_overhead;
  by_target_.erase(entry->target);
  entries_.erase(entry);
}

void PageCache::changed(std::string_view topic) {
  const std::lock_guard lock{mutex_};
  if (versions_.size() >= most_topics) {
    versions_.clear();
    all_ = ++clock_;
  }
  versions_[std::string{topic}] = ++clock_;
}

void PageCache::all_changed() {
  const std::lock_guard lock{mutex_};
  all_ = ++clock_;
}

}  // namespace moderato::gateway::api
