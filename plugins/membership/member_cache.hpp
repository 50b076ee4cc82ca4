// A bounded cache that many threads share: sixteen parts, each under its own lock and in two generations. When the
// young generation is full it becomes the old one and the former old one is dropped; an old entry that is asked for
// moves back. So what is used stays, memory is bounded by the count of entries, and nothing has to be ordered.
#pragma once

#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace moderato::membership {

// 64 bits of `text`, keyed: who doesn't know the seed can't choose texts that collide.
[[nodiscard]] std::uint64_t keyed_hash(std::string_view text, std::uint64_t seed);

// Thread-safe.
template <class Value>
class MemberCache {
 public:
  using Clock = std::chrono::steady_clock;

  // Holds at most `capacity` entries, none at all when it is below 2.
  MemberCache(std::size_t capacity, std::uint64_t seed) : seed_(seed) {
    if (capacity < 2) return;
    used_ = capacity < 2 * shards_.size() ? 1 : shards_.size();
    generation_ = capacity / used_ / 2;
  }

  // Whether it holds any.
  [[nodiscard]] bool keeps() const { return used_ > 0; }

  [[nodiscard]] std::optional<Value> find(std::string_view key, Clock::time_point now) {
    if (used_ == 0) return std::nullopt;
    const View wanted{keyed_hash(key, seed_), key};
    Shard& shard = shard_of(wanted);
    const std::scoped_lock lock{shard.mutex};
    if (const auto at = shard.young.find(wanted); at != shard.young.end()) return fresh(at->second, now);
    const auto at = shard.old.find(wanted);
    if (at == shard.old.end()) return std::nullopt;
    Entry entry = std::move(at->second);
    shard.old.erase(at);
    auto value = fresh(entry, now);
    if (value) insert(shard, wanted, std::move(entry));
    return value;
  }

  // `until`: when the entry is no longer good.
  void put(std::string_view key, Value value, Clock::time_point until) {
    if (used_ == 0) return;
    const View wanted{keyed_hash(key, seed_), key};
    Shard& shard = shard_of(wanted);
    const std::scoped_lock lock{shard.mutex};
    if (const auto at = shard.young.find(wanted); at != shard.young.end()) {
      at->second = {std::move(value), until};
      return;
    }
    shard.old.erase(wanted);
    insert(shard, wanted, {std::move(value), until});
  }

  // Entries held, good or not.
  [[nodiscard]] std::size_t size() {
    std::size_t sum = 0;
    for (Shard& shard : shards_) {
      const std::scoped_lock lock{shard.mutex};
      sum += shard.young.size() + shard.old.size();
    }
    return sum;
  }

 private:
  struct Entry {
    Value value;
    Clock::time_point until;
  };
  // A key with its hash, which is worked out once.
  template <class Text>
  struct Hashed {
    std::uint64_t hash;
    Text text;
  };
  using Key = Hashed<std::string>;
  using View = Hashed<std::string_view>;
  struct Hash {
    using is_transparent = void;
    using is_avalanching = void;
    std::size_t operator()(const auto& key) const { return key.hash; }
  };
  struct Equal {
    using is_transparent = void;
    bool operator()(const auto& a, const auto& b) const { return a.hash == b.hash && a.text == b.text; }
  };
  using Map = boost::unordered_flat_map<Key, Entry, Hash, Equal>;
  struct alignas(64) Shard {
    std::mutex mutex;
    Map young;
    Map old;
  };

  static std::optional<Value> fresh(const Entry& entry, Clock::time_point now) {
    return now < entry.until ? std::optional{entry.value} : std::nullopt;
  }
  void insert(Shard& shard, const View& key, Entry entry) {
    if (shard.young.size() >= generation_) shard.old = std::exchange(shard.young, {});
    shard.young.emplace(Key{key.hash, std::string{key.text}}, std::move(entry));
  }
  // By bits in the middle: the tables have use for those at both ends.
  Shard& shard_of(const View& key) { return shards_[(key.hash >> 28U) % used_]; }

  std::uint64_t seed_;
  std::size_t used_ = 0;        // shards in use
  std::size_t generation_ = 0;  // entries of one generation of one shard
  std::array<Shard, 16> shards_;
};

}  // namespace moderato::membership
