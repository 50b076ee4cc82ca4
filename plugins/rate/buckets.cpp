#include "buckets.hpp"

#include <algorithm>
#include <tuple>

namespace moderato::rate {
namespace {

constexpr std::size_t first_slots = 1'024;

constexpr std::uint64_t name(std::uint64_t key) {
  return key == 0 ? 1 : key;
}

}  // namespace

Buckets::Buckets(std::size_t most) : most_(most), slots_(first_slots) {}

Duration Buckets::debt(const Bucket& bucket, Moment now) {
  if (now < bucket.time - far) return Duration{0};
  const Duration since = std::max(now - bucket.time, Duration{0});
  return std::max(bucket.debt - since, Duration{0});
}

// Where the key is, or the free slot where it would be. Keys are hashes already.
std::size_t Buckets::slot_of(std::uint64_t key) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = key & mask;
  while (slots_[at].key != 0 && slots_[at].key != key) at = (at + 1) & mask;
  return at;
}

Duration Buckets::debt(std::uint64_t key, Moment now) const {
  return debt(slots_[slot_of(name(key))], now);
}

void Buckets::take(std::uint64_t key, const Measure& measure, Moment now) {
  key = name(key);
  std::size_t at = slot_of(key);
  if (slots_[at].key == 0) {
    if (size_ >= most_) make_room(now);
    if ((size_ + 1) * 4 > slots_.size() * 3) grow();
    at = slot_of(key);
    slots_[at] = {.key = key, .time = now, .debt = Duration{0}};
    ++size_;
  }
  Bucket& bucket = slots_[at];
  bucket.debt = std::min(debt(bucket, now) + measure.per, measure.to_fill());
  if (now > bucket.time || now < bucket.time - far) bucket.time = now;
}

void Buckets::rebuild(const std::vector<Bucket>& buckets, std::size_t slots) {
  slots_.assign(slots, {});
  for (const Bucket& bucket : buckets)
    if (bucket.key != 0) slots_[slot_of(bucket.key)] = bucket;
}

void Buckets::grow() {
  const std::vector<Bucket> before = std::move(slots_);
  rebuild(before, before.size() * 2);
}

void Buckets::make_room(Moment now) {
  std::vector<Bucket> kept;
  kept.reserve(size_);
  for (const Bucket& bucket : slots_)
    if (bucket.key != 0 && debt(bucket, now) > Duration{0}) kept.push_back(bucket);
  const std::size_t wanted = most_ - most_ / 8;
  if (kept.size() > wanted) {
    // The key decides between equals, so that the order in the table does not.
    const auto emptier = [](const Bucket& a, const Bucket& b) {
      return std::tuple{a.time + a.debt, a.key} > std::tuple{b.time + b.debt, b.key};
    };
    std::nth_element(kept.begin(), kept.begin() + static_cast<std::ptrdiff_t>(wanted), kept.end(), emptier);
    kept.resize(wanted);
  }
  rebuild(kept, slots_.size());
  size_ = kept.size();
}

}  // namespace moderato::rate
