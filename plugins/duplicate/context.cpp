#include "context.hpp"

#include <algorithm>

namespace moderato::duplicate {
namespace {

// Nobody quotes himself to repeat himself: an answer under one's own comment is judged in full.
bool answers_another(const Comment& comment) {
  return comment.parent_text() && comment.parent_author_id().value_or("") != comment.author_id();
}

}  // namespace

bool Context::known(const Comment& comment) {
  return answers_another(comment) || comment.article_text() || comment.article_title();
}

Context::Features Context::article(std::string_view text) {
  const std::uint64_t key = reader_.name(text);
  {
    const std::lock_guard lock{mutex_};
    const auto at =
        std::find_if(articles_.begin(), articles_.end(), [&](const auto& kept) { return kept.first == key; });
    if (at != articles_.end()) {
      std::rotate(at, at + 1, articles_.end());
      return articles_.back().second;
    }
  }
  // Read outside the lock: two threads may read the same article, which costs time once and nothing else.
  auto features = std::make_shared<const std::vector<std::uint64_t>>(reader_.all_features(text));
  const std::lock_guard lock{mutex_};
  if (articles_.size() == kept_articles) articles_.erase(articles_.begin());
  articles_.emplace_back(key, features);
  return features;
}

bool Context::remove_quotes(const Comment& comment, Fingerprint& text) {
  reader_.widen(text, ~std::uint64_t{0});
  const std::size_t before = text.features.size();
  const auto remove = [&](const std::vector<std::uint64_t>& theirs) {
    std::erase_if(text.features,
                  [&](std::uint64_t hash) { return std::binary_search(theirs.begin(), theirs.end(), hash); });
  };
  if (answers_another(comment)) remove(reader_.all_features(comment.parent_text()->substr(0, most_bytes)));
  if (const auto title = comment.article_title()) remove(reader_.all_features(title->substr(0, most_bytes)));
  if (const auto body = comment.article_text()) remove(*article(body->substr(0, most_bytes)));
  // A phrase or two in common is no quote.
  text.quotes |= static_cast<double>(text.features.size()) < 0.95 * static_cast<double>(before);
  return text.features.size() < before;
}

}  // namespace moderato::duplicate
