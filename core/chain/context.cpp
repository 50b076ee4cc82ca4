#include "chain/context.hpp"

#include <utility>

#include "moderato/filter.hpp"

namespace moderato {
namespace {

// What a kept comment takes.
std::size_t size_of(const ParentText& kept) {
  constexpr std::size_t overhead = 180;  // of the object, its strings, and its places in queue and table
  return kept.text.size() + kept.author_id.size() + overhead;
}

}  // namespace

ArticleText text_of(const ArticleFrame& article) {
  return {std::string{article.title}, std::string{article.url}, std::string{article.text}, article.closed,
          article.published_at};
}

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

Context::Context(FindParent parents, FindArticle articles, AuthorPast& authors, std::size_t most_bytes)
    : find_parent_(std::move(parents)),
      find_article_(std::move(articles)),
      authors_(authors),
      most_bytes_(most_bytes) {}

Context::Held Context::fill(const CommentFrame& comment, moderato_comment& raw) {
  parent_ = parent_of(comment);
  if (parent_ != nullptr) {
    raw.parent_text = abi::string(parent_->text);
    raw.parent_author_id = abi::string(parent_->author_id);
  }
  article_ = article_of(comment);
  if (article_ != nullptr) {
    raw.article_title = abi::string(article_->title);
    raw.article_url = abi::string(article_->url);
    raw.article_text = abi::string(article_->text);
    raw.article_closed = article_->closed ? 1 : 0;
    if (article_->published_at) raw.article_published_at = article_->published_at->time_since_epoch().count();
  }
  const AuthorPast::Counts past = authors_.of(comment.site, comment.author_id);
  raw.author_approved = past.approved;
  raw.author_held = past.held;
  raw.author_rejected = past.rejected;
  return {parent_, article_};
}

void Context::add(const CommentFrame& comment) {
  auto text = std::make_shared<const ParentText>(ParentText{std::string{comment.author_id}, std::string{comment.text}});
  bytes_ += size_of(*text);
  by_key_.insert_or_assign(comment.key().value, text);
  recent_.emplace_back(comment.key(), std::move(text));
  while (bytes_ > most_bytes_ && !recent_.empty()) {
    const auto& [key, oldest] = recent_.front();
    bytes_ -= size_of(*oldest);
    const auto known = by_key_.find(key.value);
    if (known != by_key_.end() && known->second == oldest) by_key_.erase(known);
    recent_.pop_front();
  }
}

void Context::forget(CommentKey comment) {
  by_key_.erase(comment.value);
  for (auto& [key, text] : recent_) {  // an edited comment stands there more than once
    if (key != comment) continue;
    bytes_ -= size_of(*text);
    text = std::make_shared<const ParentText>();
    bytes_ += size_of(*text);
  }
  parent_ = nullptr;
}

void Context::set_article(std::string_view site, std::string_view article, ArticleText text) {
  keep_article(comment_key(site, article).value, std::make_shared<const ArticleText>(std::move(text)));
}

Context::ParentPtr Context::parent_of(const CommentFrame& comment) {
  if (!comment.parent) return nullptr;
  const auto known = by_key_.find(comment_key(comment.site, *comment.parent).value);
  if (known != by_key_.end()) return known->second;
  auto found = find_parent_(comment.site, *comment.parent);
  return found ? std::make_shared<const ParentText>(std::move(*found)) : nullptr;
}

Context::ArticlePtr Context::article_of(const CommentFrame& comment) {
  const std::uint64_t key = comment_key(comment.site, comment.article).value;
  const auto known = articles_.find(key);
  if (known != articles_.end()) return known->second;
  auto found = find_article_(comment.site, comment.article);
  ArticlePtr article = found ? std::make_shared<const ArticleText>(std::move(*found)) : nullptr;
  keep_article(key, article);
  return article;
}

// Articles are few beside comments, and asked for in bursts: when the table is full it starts over.
void Context::keep_article(std::uint64_t key, ArticlePtr article) {
  constexpr std::size_t overhead = 100;
  const std::size_t size = overhead + (article == nullptr ? 0 : article->text.size() + article->title.size());
  if (article_bytes_ + size > most_bytes_) {
    articles_.clear();
    article_bytes_ = 0;
  }
  article_bytes_ += size;
  articles_[key] = std::move(article);
}

}  // namespace moderato
