// Where comments stand in their threads: whether the parent is there and what became of it, and how deep they are.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "chain/recent_places.hpp"
#include "comment/comment.hpp"
#include "moderato/filter.hpp"

namespace moderato {

// Tells of comments where they stand: from among the recent ones, or from a slower source behind them. Belongs to one
// thread; the recent ones may be shared.
class Threads {
 public:
  // Above it all depths are alike, and nobody makes a worker read more of the ledger for a comment.
  static constexpr std::uint32_t deepest = 1'000;

  struct Stored {
    std::string article;
    std::optional<std::string> parent;
  };
  struct Sources {
    // What became of a comment that is on disk. Nothing: there is none.
    std::function<std::optional<ParentState>(std::string_view site, std::string_view id)> state;
    // Asked only where that finds one. Nothing: it can't be read any more.
    std::function<std::optional<Stored>(std::string_view site, std::string_view id)> comment;
  };
  using Place = RecentPlaces::Place;
  using PlacePtr = RecentPlaces::PlacePtr;

  Threads(Sources sources, RecentPlaces& recent) : sources_(std::move(sources)), recent_(recent) {}

  // Whether it answers a comment that is still being judged, without whose judgement `fill` knows too little.
  [[nodiscard]] bool too_early(const CommentFrame& comment) const;

  // Fills the thread's fields of `raw`. What they point to is valid as long as the result is kept.
  PlacePtr fill(const CommentFrame& comment, moderato_comment& raw);

  // It is judged, or about to be (nothing). `parent`: what `fill` returned.
  void add(const CommentFrame& comment, const PlacePtr& parent, std::optional<Action> judged);
  void judged(CommentKey comment, Action action);

 private:
  [[nodiscard]] PlacePtr place_of(std::string_view site, std::string_view id);

  Sources sources_;
  RecentPlaces& recent_;
};

}  // namespace moderato
