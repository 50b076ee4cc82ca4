#include "api/thread_tree.hpp"

#include <algorithm>
#include <utility>

namespace moderato::gateway::api {
namespace {

// Whether something at `place` stands behind `cursor`.
bool is_behind(const Cursor& place, const Cursor& cursor, Order order) {
  switch (order) {
    case Order::oldest:
      return place > cursor;
    case Order::newest:
    case Order::replies:
      return place < cursor;
  }
  return false;
}

}  // namespace

ThreadTree::ThreadTree(std::vector<PublishedComment> comments) : comments_(std::move(comments)) {
  link();
  const auto is_empty_place = [&](const PublishedComment& comment) {
    return comment.withdrawn && nodes_[static_cast<std::size_t>(&comment - comments_.data())].below == 0;
  };
  if (std::ranges::none_of(comments_, is_empty_place)) return;
  std::vector<PublishedComment> kept;
  kept.reserve(comments_.size());
  for (PublishedComment& comment : comments_)
    if (!is_empty_place(comment)) kept.push_back(std::move(comment));
  comments_ = std::move(kept);
  link();
}

void ThreadTree::link() {
  nodes_.assign(comments_.size(), {});
  top_.clear();
  by_id_.clear();
  by_id_.reserve(comments_.size());
  for (std::uint32_t at = 0; at < comments_.size(); ++at) {
    const PublishedComment& comment = comments_[at];
    const auto parent = comment.parent && !comment.orphan ? find(*comment.parent) : std::nullopt;
    if (parent)
      nodes_[*parent].replies.push_back(at);
    else
      top_.push_back(at);
    nodes_[at].parent = parent;
    by_id_.emplace(comment.id, at);  // its children come behind it
  }
  published_ = 0;
  for (std::size_t at = comments_.size(); at-- > 0;) {
    const std::uint32_t itself = comments_[at].withdrawn ? 0 : 1;
    published_ += itself;
    if (const auto parent = nodes_[at].parent) nodes_[*parent].below += itself + nodes_[at].below;
  }
}

std::optional<std::uint32_t> ThreadTree::find(std::string_view id) const {
  const auto known = by_id_.find(id);
  return known == by_id_.end() ? std::nullopt : std::optional{known->second};
}

std::vector<std::uint32_t> ThreadTree::way_to(std::uint32_t at) const {
  std::vector<std::uint32_t> way{at};
  while (const auto parent = nodes_[way.back()].parent) way.push_back(*parent);
  std::ranges::reverse(way);
  return way;
}

Cursor ThreadTree::place_of(std::uint32_t at, Order order) const {
  return {order == Order::replies ? nodes_[at].below : 0, comments_[at].first_seq.value};
}

ThreadTree::Slice ThreadTree::top(Order order, const std::optional<Cursor>& after, std::size_t limit) const {
  std::vector<std::uint32_t> sorted = top_;
  switch (order) {
    case Order::oldest:
      break;
    case Order::newest:
      std::ranges::reverse(sorted);
      break;
    case Order::replies:
      std::ranges::sort(sorted, std::greater{}, [&](std::uint32_t at) { return place_of(at, order); });
      break;
  }
  return slice(sorted, order, after, limit);
}

ThreadTree::Slice ThreadTree::replies(std::uint32_t to, const std::optional<Cursor>& after, std::size_t limit) const {
  return slice(nodes_[to].replies, Order::oldest, after, limit);
}

ThreadTree::Slice ThreadTree::slice(std::span<const std::uint32_t> sorted, Order order,
                                    const std::optional<Cursor>& after, std::size_t limit) const {
  const auto begin = after
                         ? std::ranges::find_if(
                               sorted, [&](std::uint32_t at) { return is_behind(place_of(at, order), *after, order); })
                         : sorted.begin();
  const auto left = static_cast<std::size_t>(sorted.end() - begin);
  Slice slice{{begin, begin + static_cast<std::ptrdiff_t>(std::min(left, limit))}, {}};
  if (left > limit && !slice.comments.empty()) slice.next = place_of(slice.comments.back(), order);
  return slice;
}

}  // namespace moderato::gateway::api
