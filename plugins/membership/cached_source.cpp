#include "cached_source.hpp"

#include <algorithm>
#include <cstring>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "member_cache.hpp"

namespace moderato::membership {
namespace {

class CachedSource final : public Source {
 public:
  CachedSource(std::unique_ptr<Source> source, const CacheSettings& settings)
      : source_(std::move(source)),
        by_site_(source_->by_site()),
        hit_(settings.hit),
        miss_(settings.miss),
        cache_(settings.entries, settings.seed) {}

  Member find(const Comment& comment) override {
    const std::string key = key_of(comment);
    const auto now = Clock::now();
    if (const auto known = cache_.find(key, now)) return *known;
    const Member member = source_->find(comment);
    remember(key, member, now);
    return member;
  }

  // One lookup of many for those who are not remembered, into the cache.
  void expect(std::span<const Comment> comments) override {
    if (!cache_.keeps() || hit_.count() == 0) return;
    const auto now = Clock::now();
    std::vector<Comment> strangers;
    std::vector<std::string> keys;
    for (const Comment& comment : comments) {
      std::string key = key_of(comment);
      if (cache_.find(key, now) || std::ranges::find(keys, key) != keys.end()) continue;
      strangers.push_back(comment);
      keys.push_back(std::move(key));
    }
    if (strangers.size() < 2) return;
    const auto found = source_->find_all(strangers);
    for (std::size_t i = 0; i < found.size(); ++i)
      if (found[i]) remember(keys[i], *found[i], now);
  }

 private:
  using Clock = std::chrono::steady_clock;

  [[nodiscard]] std::string key_of(const Comment& comment) const {
    std::string key;
    // The length in front keeps ("ab", "c") and ("a", "bc") apart.
    if (by_site_) key.append(std::to_string(comment.site().size())).append(1, ':').append(comment.site());
    return key.append(comment.author_id());
  }
  void remember(const std::string& key, const Member& member, Clock::time_point now) {
    cache_.put(key, member, now + (member.status == Status::unknown ? miss_ : hit_));
  }

  std::unique_ptr<Source> source_;
  bool by_site_;
  std::chrono::microseconds hit_;
  std::chrono::microseconds miss_;
  MemberCache<Member> cache_;
};

}  // namespace

CacheSettings read_cache_settings(Options& options) {
  using std::chrono::hours;
  using std::chrono::seconds;
  CacheSettings settings;
  settings.entries = static_cast<std::size_t>(options.integer("cache_size", 100'000, 0, 100'000'000));
  settings.hit = options.duration("cache_hit", seconds{60}, seconds{0}, hours{24});
  settings.miss = options.duration("cache_miss", seconds{5}, seconds{0}, hours{24});
  std::memcpy(&settings.seed, options.host().secret(), sizeof settings.seed);
  return settings;
}

std::unique_ptr<Source> cached(std::unique_ptr<Source> source, const CacheSettings& settings) {
  if (source == nullptr) return nullptr;
  return std::make_unique<CachedSource>(std::move(source), settings);
}

}  // namespace moderato::membership
