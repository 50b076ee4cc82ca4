#include "chain/context.hpp"

#include <memory>
#include <utility>

#include "moderato/filter.hpp"

namespace moderato {

AuthorPast::Counts& AuthorPast::entry(std::uint64_t key) {
  const auto known = young_.find(key);
  if (known != young_.end()) return known->second;
  if (young_.size() >= half_) {
    old_ = std::move(young_);
    young_ = {};
  }
  const auto before = old_.find(key);
  return young_.emplace(key, before == old_.end() ? Counts{} : before->second).first->second;
}

void AuthorPast::note(std::string_view site, std::string_view author, Action action) {
  const std::lock_guard lock{mutex_};
  Counts& counts = entry(comment_key(site, author).value);
  switch (action) {
    case Action::approve:
      ++counts.approved;
      break;
    case Action::hold:
      ++counts.held;
      break;
    case Action::reject:
      ++counts.rejected;
      break;
    case Action::pass:
      break;
  }
}

AuthorPast::Counts AuthorPast::of(std::string_view site, std::string_view author) {
  const std::lock_guard lock{mutex_};
  const std::uint64_t key = comment_key(site, author).value;
  for (const auto* generation : {&young_, &old_}) {
    const auto known = generation->find(key);
    if (known != generation->end()) return known->second;
  }
  return {};
}

void AuthorPast::forget(std::string_view site, std::string_view author) {
  const std::lock_guard lock{mutex_};
  const std::uint64_t key = comment_key(site, author).value;
  young_.erase(key);
  old_.erase(key);
}

Context::Context(FindParent parents, FindArticle articles, AuthorPast& authors, RecentTexts& recent)
    : find_parent_(std::move(parents)), find_article_(std::move(articles)), authors_(authors), recent_(recent) {}

Context::Held Context::fill(const CommentFrame& comment, moderato_comment& raw) {
  Held held{parent_of(comment), article_of(comment)};
  if (held.parent != nullptr) {
    raw.parent_text = abi::string(held.parent->text);
    raw.parent_author_id = abi::string(held.parent->author_id);
  }
  if (held.article != nullptr) {
    raw.article_title = abi::string(held.article->title);
    raw.article_url = abi::string(held.article->url);
    raw.article_text = abi::string(held.article->text);
    raw.article_closed = held.article->closed ? 1 : 0;
    if (held.article->published_at) raw.article_published_at = held.article->published_at->time_since_epoch().count();
  }
  const AuthorPast::Counts past = authors_.of(comment.site, comment.author_id);
  raw.author_approved = past.approved;
  raw.author_held = past.held;
  raw.author_rejected = past.rejected;
  return held;
}

void Context::set_article(std::string_view site, std::string_view article, ArticleText text) {
  recent_.set_article(comment_key(site, article), std::make_shared<const ArticleText>(std::move(text)));
}

RecentTexts::ParentPtr Context::parent_of(const CommentFrame& comment) {
  if (!comment.parent) return nullptr;
  if (auto known = recent_.parent(comment_key(comment.site, *comment.parent))) return known;
  auto found = find_parent_(comment.site, *comment.parent);
  return found ? std::make_shared<const ParentText>(std::move(*found)) : nullptr;
}

RecentTexts::ArticlePtr Context::article_of(const CommentFrame& comment) {
  const CommentKey key = comment_key(comment.site, comment.article);
  if (auto known = recent_.article(key)) return *known;
  auto found = find_article_(comment.site, comment.article);
  RecentTexts::ArticlePtr article = found ? std::make_shared<const ArticleText>(std::move(*found)) : nullptr;
  recent_.keep_article(key, article);
  return article;
}

}  // namespace moderato
