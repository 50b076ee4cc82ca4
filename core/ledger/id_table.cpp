#include "ledger/id_table.hpp"

#include <algorithm>
#include <utility>

namespace moderato {

Admission IdTable::admit(CommentKey key, ContentHash content, const std::function<std::optional<Known>()>& older) {
  std::unique_lock lock(mutex_);
  auto found = entries_.find(key.value);
  if (found == entries_.end()) {
    std::optional<Known> known;
    if (!indexed_keys_ || indexed_keys_->may_contain(key)) {
      lock.unlock();
      known = older();
      lock.lock();
    }
    // A review may have settled the key meanwhile; then its entry is the newer one.
    if (known && (known->content == content || known->erased) && !entries_.contains(key.value)) {
      return {Admission::Kind::again, known->revision};
    }
    bool inserted = false;
    std::tie(found, inserted) = entries_.try_emplace(key.value);
    if (inserted) {
      Entry& entry = found->second;
      entry.content = content;
      entry.in_flight = 1;
      if (!known) return {Admission::Kind::fresh, 0};
      entry.revision = known->revision + 1;
      entry.settled = known;
      entry.indexed = true;
      return {Admission::Kind::edit, entry.revision};
    }
  }
  Entry& entry = found->second;
  if (entry.content == content || (entry.settled && entry.settled->erased)) {
    return {Admission::Kind::again, entry.revision};
  }
  entry.content = content;
  ++entry.in_flight;
  return {Admission::Kind::edit, ++entry.revision};
}

void IdTable::settle(std::span<const Settled> decisions) {
  const std::scoped_lock lock(mutex_);
  for (const Settled& decision : decisions) settle_one(decision.key, decision.known);
}

void IdTable::settle(CommentKey key, const Known& known) {
  const std::scoped_lock lock(mutex_);
  settle_one(key, known);
}

void IdTable::settle_one(CommentKey key, const Known& known) {
  Entry& entry = entries_[key.value];
  const bool review = known.seq != known.subject;  // was never in flight
  if (!review && entry.in_flight > 0) --entry.in_flight;
  entry.settled = known;
  entry.indexed = false;
  if (entry.in_flight == 0) {
    entry.content = known.content;
    entry.revision = known.revision;
  }
  pending_.push_back({key, known.seq});
}

void IdTable::abandon(CommentKey key) {
  const std::scoped_lock lock(mutex_);
  const auto found = entries_.find(key.value);
  if (found == entries_.end() || found->second.in_flight == 0) return;
  Entry& entry = found->second;
  if (--entry.in_flight > 0 || !entry.settled) return;
  entry.content = entry.settled->content;
  entry.revision = entry.settled->revision;
  if (entry.indexed) entries_.erase(found);
}

std::optional<Known> IdTable::find(CommentKey key) const {
  const std::scoped_lock lock(mutex_);
  const auto found = entries_.find(key.value);
  return found == entries_.end() ? std::nullopt : found->second.settled;
}

// Some at a time: who admits need not wait for all of them.
void IdTable::find_all(std::span<const CommentKey> keys, KnownByKey& into) const {
  constexpr std::size_t at_once = 128;
  while (!keys.empty()) {
    const auto some = keys.first(std::min(keys.size(), at_once));
    keys = keys.subspan(some.size());
    const std::scoped_lock lock(mutex_);
    for (const CommentKey key : some)
      if (const auto found = entries_.find(key.value); found != entries_.end() && found->second.settled)
        into.insert_or_assign(key.value, *found->second.settled);
  }
}

bool IdTable::may_be_indexed(CommentKey key) const {
  const std::scoped_lock lock(mutex_);
  return !indexed_keys_ || indexed_keys_->may_contain(key);
}

void IdTable::start(IdFilter indexed_keys) {
  const std::scoped_lock lock(mutex_);
  indexed_keys_ = std::move(indexed_keys);
}

std::vector<IdTable::Pending> IdTable::take_pending(std::size_t at_least) {
  const std::scoped_lock lock(mutex_);
  if (pending_.size() < at_least) return {};
  return std::exchange(pending_, {});
}

void IdTable::indexed(std::span<const Pending> done) {
  const std::scoped_lock lock(mutex_);
  for (const Pending& pending : done) {
    if (indexed_keys_) indexed_keys_->add(pending.key);
    const auto found = entries_.find(pending.key.value);
    if (found == entries_.end() || !found->second.settled || found->second.settled->seq != pending.seq) continue;
    if (found->second.in_flight == 0) {
      entries_.erase(found);
    } else {
      found->second.indexed = true;
    }
  }
}

std::size_t IdTable::size() const {
  const std::scoped_lock lock(mutex_);
  return entries_.size();
}

}  // namespace moderato
