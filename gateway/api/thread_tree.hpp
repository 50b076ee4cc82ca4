// The comments of an article as a tree: who answers whom.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "api/cursor.hpp"
#include "read_model/published_comment.hpp"

namespace moderato::gateway::api {

// Of comments at the top; below, replies are always the oldest first.
enum class Order : std::uint8_t { newest, oldest, replies };

// Immutable. Children come after their parents, so the tree has no circles and is walked without recursion where that
// matters.
class ThreadTree {
 public:
  // In the order of Reader::thread. One that answers nobody who is there stands at the top. The place of a withdrawn
  // one is kept while replies below it are published, and left out otherwise.
  explicit ThreadTree(std::vector<PublishedComment> comments);

  struct Node {
    std::vector<std::uint32_t> replies;        // oldest first
    std::uint32_t below = 0;                   // published comments below it, at any depth
    std::optional<std::uint32_t> parent = {};  // none: it stands at the top
  };
  [[nodiscard]] std::size_t size() const { return comments_.size(); }  // with the places of withdrawn ones
  [[nodiscard]] std::size_t published() const { return published_; }
  [[nodiscard]] const PublishedComment& comment(std::uint32_t at) const { return comments_[at]; }
  [[nodiscard]] const Node& node(std::uint32_t at) const { return nodes_[at]; }
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view id) const;
  // From the top down to this one, which is the last.
  [[nodiscard]] std::vector<std::uint32_t> way_to(std::uint32_t at) const;

  struct Slice {
    std::vector<std::uint32_t> comments;
    std::optional<Cursor> next;  // none: there are no more
  };
  // At most `limit` of those at the top, behind the cursor.
  [[nodiscard]] Slice top(Order order, const std::optional<Cursor>& after, std::size_t limit) const;
  // The same of the replies to one.
  [[nodiscard]] Slice replies(std::uint32_t to, const std::optional<Cursor>& after, std::size_t limit) const;

 private:
  void link();
  [[nodiscard]] Slice slice(std::span<const std::uint32_t> sorted, Order order, const std::optional<Cursor>& after,
                            std::size_t limit) const;
  [[nodiscard]] Cursor place_of(std::uint32_t at, Order order) const;

  std::vector<PublishedComment> comments_;
  std::vector<Node> nodes_;
  std::size_t published_ = 0;
  std::vector<std::uint32_t> top_;                             // oldest first
  std::unordered_map<std::string_view, std::uint32_t> by_id_;  // into comments_
};

}  // namespace moderato::gateway::api
