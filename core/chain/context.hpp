// What a comment answers: its parent's text and author, its article, and its author's past. Filters judge quotes and
// replies wrongly without it.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "chain/recent_texts.hpp"
#include "comment/comment.hpp"
#include "comment/verdict.hpp"
#include "moderato/abi.h"

namespace moderato {

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

// Shows comments what they answer: from among the recent ones, or from a slower source behind them. Belongs to one
// thread; what it is made from may be shared.
class Context {
 public:
  using FindParent = std::function<std::optional<ParentText>(std::string_view site, std::string_view id)>;
  using FindArticle = std::function<std::optional<ArticleText>(std::string_view site, std::string_view article)>;

  Context(FindParent parents, FindArticle articles, AuthorPast& authors, RecentTexts& recent);

  // What the context fields of a comment point into.
  struct Held {
    RecentTexts::ParentPtr parent;
    RecentTexts::ArticlePtr article;
  };

  // Fills the context fields of `raw`. What they point to is valid as long as the result is kept.
  [[nodiscard]] Held fill(const CommentFrame& comment, moderato_comment& raw);

  // The comment may be answered soon.
  void add(const CommentFrame& comment) { recent_.add(comment); }
  void set_article(std::string_view site, std::string_view article, ArticleText text);

 private:
  RecentTexts::ParentPtr parent_of(const CommentFrame& comment);
  RecentTexts::ArticlePtr article_of(const CommentFrame& comment);

  FindParent find_parent_;
  FindArticle find_article_;
  AuthorPast& authors_;
  RecentTexts& recent_;
};

}  // namespace moderato
