#include "ledger/tools/decision_history.hpp"

#include <algorithm>

namespace moderato {

std::string DecisionHistory::name(const CommentFrame& comment) {
  std::string name(comment.site);
  return name.append(1, '\0').append(comment.id);
}

std::optional<DecisionHistory::Standing> DecisionHistory::before(const Record& record,
                                                                 const CommentFrame* comment) const {
  if (comment != nullptr) {
    const auto found = comments_.find(name(*comment));
    return found == comments_.end() ? std::nullopt : std::optional(standings_[found->second]);
  }
  const auto found = subjects_.find(record.subject.value);
  return found == subjects_.end() ? std::nullopt : std::optional(standings_[found->second]);
}

bool DecisionHistory::add(const Record& record, const CommentFrame* comment) {
  std::uint32_t at = 0;
  if (comment != nullptr) {
    const auto [entry, is_new] = comments_.try_emplace(name(*comment), static_cast<std::uint32_t>(standings_.size()));
    at = entry->second;
    if (is_new) standings_.emplace_back().key = comment->key();
    subjects_.insert_or_assign(record.seq.value, at);
  } else {
    const auto found = subjects_.find(record.subject.value);
    if (found == subjects_.end()) return false;
    at = found->second;
  }
  Standing& standing = standings_[at];
  standing.published = record.topic == Topic::approved ||
                       (record.topic != Topic::withdrawn && record.topic != Topic::erased && standing.published);
  standing.seq = record.seq;
  standing.subject = record.subject;
  standing.content = record.content;
  standing.revision = record.revision;
  standing.action = record.action;
  return true;
}

std::vector<Seq> DecisionHistory::held() const {
  std::vector<Seq> held;
  for (const Standing& standing : standings_) {
    if (standing.action == Action::hold) held.push_back(standing.seq);
  }
  std::ranges::sort(held);
  return held;
}

}  // namespace moderato
