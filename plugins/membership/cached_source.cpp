#include "cached_source.hpp"

#include <cstring>
#include <string>
#include <utility>

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
    std::string key;
    // The length in front keeps ("ab", "c") and ("a", "bc") apart.
    if (by_site_) key.append(std::to_string(comment.site().size())).append(1, ':').append(comment.site());
    key.append(comment.author_id());
    const auto now = std::chrono::steady_clock::now();
    if (const auto known = cache_.find(key, now)) return *known;
    const Member member = source_->find(comment);
    cache_.put(key, member, now + (member.status == Status::unknown ? miss_ : hit_));
    return member;
  }

 private:
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
