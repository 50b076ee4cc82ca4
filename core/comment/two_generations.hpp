// A table by comment that forgets what was put there longest ago.
#pragma once

#include <cstddef>
#include <utility>

#include "comment/ids.hpp"

namespace moderato {

// Two generations of a table: when the young one has `half` (in whatever unit), it becomes the old one. Belongs to one
// thread at a time.
template <class Map>
class TwoGenerations {
 public:
  using Value = typename Map::mapped_type;
  explicit TwoGenerations(std::size_t half) : half_(half) {}

  [[nodiscard]] const Value* find(CommentKey key) const {
    for (const Map* generation : {&young_, &old_}) {
      const auto known = generation->find(key.value);
      if (known != generation->end()) return &known->second;
    }
    return nullptr;
  }
  // Returns what is forgotten for it, so that the caller may free that where it holds up nobody.
  Map put(CommentKey key, Value value, std::size_t size) {
    Map forgotten;
    if (used_ + size > half_) {
      forgotten = std::exchange(old_, std::exchange(young_, {}));
      used_ = 0;
    }
    used_ += size;
    young_.insert_or_assign(key.value, std::move(value));
    return forgotten;
  }

 private:
  std::size_t half_;
  std::size_t used_ = 0;
  Map young_;
  Map old_;
};

}  // namespace moderato
