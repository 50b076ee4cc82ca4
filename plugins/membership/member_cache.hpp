// A bounded cache that many threads share: sixteen parts, each under its own lock and in two generations. When the
// young generation is full it becomes the old one and the former old one is dropped; an old entry that is asked for
// moves back. So what is used stays, memory is bounded by the count of entries, and nothing has to be ordered.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
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
    for (std::size_t i = 0; i < used_; ++i) shards_[i].make(seed_);
  }

  [[nodiscard]] std::optional<Value> find(std::string_view key, Clock::time_point now) {
    if (used_ == 0) return std::nullopt;
    Shard& shard = shard_of(key);
    const std::scoped_lock lock{shard.mutex};
    if (const auto at = shard.young.find(key); at != shard.young.end()) return fresh(at->second, now);
    const auto at = shard.old.find(key);
    if (at == shard.old.end()) return std::nullopt;
    auto value = fresh(at->second, now);
    auto node = shard.old.extract(at);
    if (value) insert(shard, std::move(node));
    return value;
  }

  // `until`: when the entry is no longer good.
  void put(std::string_view key, Value value, Clock::time_point until) {
    if (used_ == 0) return;
    Shard& shard = shard_of(key);
    const std::scoped_lock lock{shard.mutex};
    if (const auto at = shard.young.find(key); at != shard.young.end()) {
      at->second = {std::move(value), until};
      return;
    }
    if (const auto at = shard.old.find(key); at != shard.old.end()) shard.old.erase(at);
    turn(shard);
    shard.young.emplace(std::string{key}, Entry{std::move(value), until});
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
  struct Hash {
    using is_transparent = void;
    std::uint64_t seed = 0;
    std::size_t operator()(std::string_view key) const { return keyed_hash(key, seed); }
  };
  using Map = std::unordered_map<std::string, Entry, Hash, std::equal_to<>>;
  struct alignas(64) Shard {
    std::mutex mutex;
    Map young;
    Map old;
    void make(std::uint64_t seed) {
      young = Map(0, Hash{seed});
      old = Map(0, Hash{seed});
    }
  };

  static std::optional<Value> fresh(const Entry& entry, Clock::time_point now) {
    return now < entry.until ? std::optional{entry.value} : std::nullopt;
  }
  void turn(Shard& shard) {
    if (shard.young.size() < generation_) return;
    shard.old = std::exchange(shard.young, Map(0, Hash{seed_}));
  }
  void insert(Shard& shard, typename Map::node_type node) {
    turn(shard);
    shard.young.insert(std::move(node));
  }
  Shard& shard_of(std::string_view key) { return shards_[keyed_hash(key, ~seed_) % used_]; }

  std::uint64_t seed_;
  std::size_t used_ = 0;        // shards in use
  std::size_t generation_ = 0;  // entries of one generation of one shard
  std::array<Shard, 16> shards_;
};

}  // namespace moderato::membership
