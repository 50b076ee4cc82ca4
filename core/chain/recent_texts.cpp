#include "chain/recent_texts.hpp"

#include <boost/unordered/unordered_flat_set.hpp>

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

RecentTexts::ParentPtr RecentTexts::parent(CommentKey comment) const {
  const std::lock_guard lock{mutex_};
  const auto known = by_key_.find(comment.value);
  return known == by_key_.end() ? nullptr : known->second;
}

std::optional<RecentTexts::ArticlePtr> RecentTexts::article(CommentKey article) const {
  const std::lock_guard lock{mutex_};
  const auto known = articles_.find(article.value);
  return known == articles_.end() ? std::nullopt : std::optional{known->second};
}

void RecentTexts::add(const CommentFrame& comment) {
  auto text = std::make_shared<const ParentText>(ParentText{std::string{comment.author_id}, std::string{comment.text}});
  const CommentKey added = comment.key();
  const std::lock_guard lock{mutex_};
  bytes_ += size_of(*text);
  by_key_.insert_or_assign(added.value, text);
  recent_.emplace_back(added, std::move(text));
  while (bytes_ > most_bytes_ && !recent_.empty()) {
    const auto& [key, oldest] = recent_.front();
    bytes_ -= size_of(*oldest);
    const auto known = by_key_.find(key.value);
    if (known != by_key_.end() && known->second == oldest) by_key_.erase(known);
    recent_.pop_front();
  }
}

void RecentTexts::forget(std::span<const CommentKey> comments) {
  boost::unordered_flat_set<std::uint64_t> erased;
  for (const CommentKey comment : comments) erased.insert(comment.value);
  const std::lock_guard lock{mutex_};
  for (const std::uint64_t key : erased) by_key_.erase(key);
  for (auto& [key, text] : recent_) {  // an edited comment stands there more than once
    if (!erased.contains(key.value)) continue;
    bytes_ -= size_of(*text);
    text = std::make_shared<const ParentText>();
    bytes_ += size_of(*text);
  }
}

void RecentTexts::set_article(CommentKey key, ArticlePtr article) {
  const std::lock_guard lock{mutex_};
  make_room(article);
  articles_.insert_or_assign(key.value, std::move(article));
}

void RecentTexts::keep_article(CommentKey key, ArticlePtr article) {
  const std::lock_guard lock{mutex_};
  if (articles_.contains(key.value)) return;
  make_room(article);
  articles_.emplace(key.value, std::move(article));
}

// Articles are few beside comments, and asked for in bursts: when the table is full it starts over.
void RecentTexts::make_room(const ArticlePtr& article) {
  constexpr std::size_t overhead = 100;
  const std::size_t size = overhead + (article == nullptr ? 0 : article->text.size() + article->title.size());
  if (article_bytes_ + size > most_bytes_) {
    articles_.clear();
    article_bytes_ = 0;
  }
  article_bytes_ += size;
}

}  // namespace moderato
