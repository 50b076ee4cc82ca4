#include "history.hpp"

#include <algorithm>
#include <iterator>

namespace moderato::newcomer {

void History::note(std::uint64_t key, std::uint64_t comment, Outcome outcome, std::int64_t seq, Seconds time) {
  const auto known = authors_.find(key);
  if (known != authors_.end()) {
    auto& comments = known->second->comments;
    const auto before = std::find_if(comments.begin(), comments.end(),
                                     [comment](const Decided& each) { return each.comment == comment; });
    if (before != comments.end()) {
      if (before->seq > seq) return;
      comments.erase(before);
      --comments_;
    } else if (outcome != Outcome::held && comments.size() >= most_of_author) {
      comments.erase(comments.begin());
      --comments_;
    }
  }
  if (outcome == Outcome::held) {
    if (known != authors_.end()) update(known->second);
    return;
  }
  if (comments_ >= most_) make_room(key);
  const auto author = this->author(key);
  author->comments.push_back({comment, seq, time, outcome});
  ++comments_;
  update(author);
}

void History::forget(std::uint64_t key, std::uint64_t comment) {
  const auto known = authors_.find(key);
  if (known == authors_.end()) return;
  comments_ -=
      std::erase_if(known->second->comments, [comment](const Decided& each) { return each.comment == comment; });
  update(known->second);
}

Past History::of(std::uint64_t key, std::uint64_t comment, Seconds now, Seconds trusted_for, Seconds window) const {
  Past past;
  const auto known = authors_.find(key);
  if (known == authors_.end()) return past;
  for (const Decided& each : known->second->comments) {
    const Seconds age = now > each.time ? now - each.time : 0;
    const bool approved = each.outcome == Outcome::approved;
    if (approved && age <= trusted_for) {
      ++past.approved;
      past.approved_this |= each.comment == comment;
    }
    if (age <= window) {
      ++past.recent;
      if (!approved) ++past.recent_rejected;
    }
  }
  return past;
}

History::Authors::iterator History::author(std::uint64_t key) {
  const auto known = authors_.find(key);
  if (known != authors_.end()) return known->second;
  unknown_.push_back({.key = key, .comments = {}});
  return authors_.emplace(key, std::prev(unknown_.end())).first->second;
}

// After its comments have changed.
void History::update(Authors::iterator author) {
  if (author->comments.empty()) return drop(author);
  Authors& from = list_of(*author);
  author->has_approved = std::any_of(author->comments.begin(), author->comments.end(),
                                     [](const Decided& each) { return each.outcome == Outcome::approved; });
  Authors& to = list_of(*author);
  to.splice(to.end(), from, author);
}

void History::drop(Authors::iterator author) {
  comments_ -= author->comments.size();
  authors_.erase(author->key);
  list_of(*author).erase(author);
}

// Drops one author other than `spared`, or the oldest comment of that one when there is no other.
void History::make_room(std::uint64_t spared) {
  for (Authors* authors : {&unknown_, &known_}) {
    const auto first =
        std::find_if(authors->begin(), authors->end(), [spared](const Author& each) { return each.key != spared; });
    if (first != authors->end()) return drop(first);
  }
  const auto alone = author(spared);
  if (alone->comments.empty()) return;
  alone->comments.erase(alone->comments.begin());
  --comments_;
}

}  // namespace moderato::newcomer
