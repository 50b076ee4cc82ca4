// Recent comments and articles, to be shown with what answers them: of all workers, so that any of them may judge an
// article's next comment.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "comment/comment.hpp"
#include "comment/ids.hpp"
#include "comment/timestamp.hpp"

namespace moderato {

struct ParentText {
  std::string author_id;
  std::string text;
};

struct ArticleText {
  std::string title;
  std::string url;
  std::string text;
  bool closed = false;
  std::optional<Time> published_at{};
};

[[nodiscard]] ArticleText text_of(const ArticleFrame& article);

// Bounded; forgets what came longest ago. Thread-safe.
class RecentTexts {
 public:
  using ParentPtr = std::shared_ptr<const ParentText>;
  using ArticlePtr = std::shared_ptr<const ArticleText>;

  // Of comments and of articles each.
  explicit RecentTexts(std::size_t most_bytes = 32U << 20U) : most_bytes_(most_bytes) {}

  // Nothing: not known here.
  [[nodiscard]] ParentPtr parent(CommentKey comment) const;
  // Nothing: not known here; a null pointer: there is none.
  [[nodiscard]] std::optional<ArticlePtr> article(CommentKey article) const;

  // The comment may be answered soon.
  void add(const CommentFrame& comment);
  // These were erased.
  void forget(std::span<const CommentKey> comments);
  // What the site says of it from now on.
  void set_article(CommentKey key, ArticlePtr article);
  // What was read of it elsewhere; what is known here already is newer.
  void keep_article(CommentKey key, ArticlePtr article);

 private:
  void make_room(const ArticlePtr& article);  // under the mutex

  const std::size_t most_bytes_;
  mutable std::mutex mutex_;
  // Dropped one by one: half of them at once would hold up the comments behind.
  std::deque<std::pair<CommentKey, ParentPtr>> recent_;  // oldest first
  boost::unordered_flat_map<std::uint64_t, ParentPtr> by_key_;
  std::size_t bytes_ = 0;
  boost::unordered_flat_map<std::uint64_t, ArticlePtr> articles_;
  std::size_t article_bytes_ = 0;
};

}  // namespace moderato
