// What a comment answers: its parent's text and author, its article, and its author's past. Filters judge quotes and
// replies wrongly without it.
#pragma once

#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "comment/comment.hpp"
#include "comment/timestamp.hpp"
#include "comment/verdict.hpp"
#include "moderato/abi.h"

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

// How often an author was approved, held and rejected, by author and site. Bounded; forgets those not seen for long.
// Thread-safe.
class AuthorPast {
 public:
  struct Counts {
    std::uint32_t approved = 0;
    std::uint32_t held = 0;
    std::uint32_t rejected = 0;
  };
  explicit AuthorPast(std::size_t most_authors = 1'000'000) : half_(most_authors / 2 + 1) {}

  void note(std::string_view site, std::string_view author, Action action);
  [[nodiscard]] Counts of(std::string_view site, std::string_view author);
  void forget(std::string_view site, std::string_view author);

 private:
  Counts& entry(std::uint64_t key);

  std::size_t half_;
  std::mutex mutex_;
  // Two generations: when the young one is full it becomes the old one. An author seen again moves back.
  boost::unordered_flat_map<std::uint64_t, Counts> young_;
  boost::unordered_flat_map<std::uint64_t, Counts> old_;
};

// Recent comments and articles of one worker, with a slower source behind them. Belongs to one thread.
class Context {
 public:
  using FindParent = std::function<std::optional<ParentText>(std::string_view site, std::string_view id)>;
  using FindArticle = std::function<std::optional<ArticleText>(std::string_view site, std::string_view article)>;

  Context(FindParent parents, FindArticle articles, AuthorPast& authors, std::size_t most_bytes = 32U << 20U);

  // What the context fields of a comment point into.
  struct Held {
    std::shared_ptr<const ParentText> parent;
    std::shared_ptr<const ArticleText> article;
  };

  // Fills the context fields of `raw`. What they point to is valid until the next call of any function here, and as
  // long as the result is kept.
  Held fill(const CommentFrame& comment, moderato_comment& raw);

  // The comment may be answered soon.
  void add(const CommentFrame& comment);
  // The comment was erased.
  void forget(CommentKey comment);
  void set_article(std::string_view site, std::string_view article, ArticleText text);

 private:
  using ParentPtr = std::shared_ptr<const ParentText>;
  using ArticlePtr = std::shared_ptr<const ArticleText>;

  ParentPtr parent_of(const CommentFrame& comment);
  ArticlePtr article_of(const CommentFrame& comment);
  void keep_article(std::uint64_t key, ArticlePtr article);

  FindParent find_parent_;
  FindArticle find_article_;
  AuthorPast& authors_;
  std::size_t most_bytes_;

  // Dropped one by one: half of them at once would hold up the comments behind.
  std::deque<std::pair<CommentKey, ParentPtr>> recent_;  // oldest first
  boost::unordered_flat_map<std::uint64_t, ParentPtr> by_key_;
  std::size_t bytes_ = 0;
  boost::unordered_flat_map<std::uint64_t, ArticlePtr> articles_;
  std::size_t article_bytes_ = 0;

  // Keep alive what the last fill pointed to.
  ParentPtr parent_;
  ArticlePtr article_;
};

}  // namespace moderato
