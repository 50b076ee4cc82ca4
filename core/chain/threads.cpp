#include "chain/threads.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace moderato {
namespace {

// Of one that is judged and not on disk yet.
ParentState state_of(Action judged) {
  switch (judged) {
    case Action::approve:
      return ParentState::approved;
    case Action::reject:
      return ParentState::rejected;
    case Action::pass:
    case Action::hold:
      break;
  }
  return ParentState::held;
}

}  // namespace

bool Threads::too_early(const CommentFrame& comment) const {
  if (!comment.parent) return false;
  const PlacePtr parent = recent_.find(comment_key(comment.site, *comment.parent));
  return parent != nullptr && parent->in_flight && !parent->judged;
}

Threads::PlacePtr Threads::fill(const CommentFrame& comment, moderato_comment& raw) {
  if (!comment.parent) return nullptr;
  const auto stored = sources_.state(comment.site, *comment.parent);
  PlacePtr parent = place_of(comment.site, *comment.parent);
  const ParentState judged = parent != nullptr ? state_of(parent->judged.value_or(Action::hold)) : ParentState::unknown;
  const ParentState state = stored.value_or(judged);
  raw.parent_state = static_cast<moderato_parent_state>(state);
  raw.depth = 1;
  if (parent == nullptr) return nullptr;
  raw.depth = std::min(parent->depth + 1, deepest);
  if (state != ParentState::erased) raw.parent_article = abi::string(parent->article);
  return parent;
}

void Threads::add(const CommentFrame& comment, const PlacePtr& parent, std::optional<Action> judged) {
  std::uint32_t depth = comment.parent ? 1 : 0;
  if (parent != nullptr) depth = std::min(parent->depth + 1, deepest);
  recent_.put(comment.key(), {std::string{comment.article}, depth, judged, true});
}

void Threads::judged(CommentKey comment, Action action) {
  const PlacePtr known = recent_.find(comment);
  if (known == nullptr) return;
  Place place = *known;
  place.judged = action;
  recent_.put(comment, std::move(place));
}

// Goes up to a comment whose place is known, or to the top, and notes all on the way.
Threads::PlacePtr Threads::place_of(std::string_view site, std::string_view id) {
  struct Step {
    CommentKey key;
    std::string article;
  };
  std::vector<Step> way;
  std::uint32_t depth = 0;  // of the comment on top of the way
  std::string next{id};
  while (true) {
    if (way.size() == deepest) {
      depth = deepest;
      break;
    }
    const CommentKey key = comment_key(site, next);
    if (PlacePtr known = recent_.find(key)) {
      if (way.empty()) return known;
      depth = known->depth + 1;
      break;
    }
    auto stored = sources_.comment(site, next);
    if (!stored) {
      if (!way.empty()) depth = 1;  // it answers what is not known
      break;
    }
    way.push_back({key, std::move(stored->article)});
    if (!stored->parent) break;
    next = std::move(*stored->parent);
  }
  PlacePtr place;
  for (; !way.empty(); way.pop_back()) {
    Step& step = way.back();
    place = recent_.put(step.key, {std::move(step.article), std::min(depth++, deepest)});
  }
  return place;
}

}  // namespace moderato
