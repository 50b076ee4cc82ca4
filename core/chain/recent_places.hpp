// Where recent comments stand in their threads: of all workers, so that any of them may judge an article's next
// comment.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "comment/ids.hpp"
#include "comment/two_generations.hpp"
#include "comment/verdict.hpp"

namespace moderato {

// Bounded; forgets what was put there longest ago. Thread-safe.
class RecentPlaces {
 public:
  // A comment that may be a parent.
  struct Place {
    std::string article;
    std::uint32_t depth = 0;
    // Of one that may not be on disk yet; nothing while it is being judged.
    std::optional<Action> judged{};
    bool in_flight = false;
  };
  using PlacePtr = std::shared_ptr<const Place>;

  // `most`: comments in memory.
  explicit RecentPlaces(std::size_t most = 100'000) : places_(most / 2) {}

  // A null pointer: not known here.
  [[nodiscard]] PlacePtr find(CommentKey comment) const {
    const std::lock_guard lock{mutex_};
    const PlacePtr* const known = places_.find(comment);
    return known == nullptr ? nullptr : *known;
  }
  PlacePtr put(CommentKey comment, Place place) {
    auto made = std::make_shared<const Place>(std::move(place));
    Map forgotten;  // goes when nobody waits for the lock
    const std::lock_guard lock{mutex_};
    forgotten = places_.put(comment, made, 1);
    return made;
  }

 private:
  using Map = boost::unordered_flat_map<std::uint64_t, PlacePtr>;

  mutable std::mutex mutex_;
  TwoGenerations<Map> places_;
};

}  // namespace moderato
