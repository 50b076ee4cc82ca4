// Where comments stand in their threads: whether the parent is there and what became of it, and how deep they are.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "comment/comment.hpp"
#include "comment/two_generations.hpp"
#include "moderato/filter.hpp"

namespace moderato {

// Recent comments of one worker, with a slower source behind them. Belongs to one thread.
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
  explicit Threads(Sources sources, std::size_t most = 100'000) : sources_(std::move(sources)), places_(most / 2) {}

  // Whether it answers a comment that is still being judged, without whose judgement `fill` knows too little.
  [[nodiscard]] bool too_early(const CommentFrame& comment) const;

  // Fills the thread's fields of `raw`. What they point to is valid as long as the result is kept.
  PlacePtr fill(const CommentFrame& comment, moderato_comment& raw);

  // It is judged, or about to be (nothing). `parent`: what `fill` returned.
  void add(const CommentFrame& comment, const PlacePtr& parent, std::optional<Action> judged);
  void judged(CommentKey comment, Action action);

 private:
  [[nodiscard]] PlacePtr place_of(std::string_view site, std::string_view id);
  void put(CommentKey key, Place place);

  Sources sources_;
  TwoGenerations<boost::unordered_flat_map<std::uint64_t, PlacePtr>> places_;
};

}  // namespace moderato
