#include "chain/chain.hpp"

#include <algorithm>
#include <utility>

namespace moderato {
namespace {

Action action_of(OnError on_error) {
  switch (on_error) {
    case OnError::hold:
      return Action::hold;
    case OnError::pass:
      return Action::pass;
    case OnError::reject:
      return Action::reject;
  }
  return Action::hold;
}

// How an enforced finding changes the action so far. Once a comment is to be held, only a rejection is stricter.
Action stricter(Action so_far, Action found) {
  if (found == Action::reject || so_far == Action::reject) return Action::reject;
  if (found == Action::hold || so_far == Action::hold) return Action::hold;
  return Action::approve;
}

void begin(AtWork* at_work, const moderato_comment& comment) {
  if (at_work != nullptr) at_work->begin(abi::view(comment.site), abi::view(comment.id));
}

}  // namespace

Chain::Chain(std::vector<ChainLink> links, bool stop_on_reject, std::string hash, FilterLog log)
    : links_(std::move(links)),
      stop_on_reject_(stop_on_reject),
      wants_{std::ranges::any_of(links_, [](const ChainLink& link) { return link.filter->wants_context(); }),
             std::ranges::any_of(links_, [](const ChainLink& link) { return link.filter->wants_thread(); })},
      hash_(std::move(hash)),
      log_(std::move(log)) {}

Answer Chain::ask(std::size_t link, const moderato_comment& comment) const {
  return links_[link].filter->check(comment);
}

Reason Chain::reason_from(const ChainLink& link, Answer answer) const {
  Reason reason{.filter = link.name, .finding = std::move(answer.finding), .shadow = link.mode == Mode::shadow};
  link.counters->took.add(answer.took);
  if (link.budget.count() != 0 && answer.took > link.budget) {
    link.counters->over_budget.fetch_add(1, std::memory_order_relaxed);
    log_(Level::warning, link.name,
         "took " + std::to_string(answer.took.count()) + " us for a comment; its budget is " +
             std::to_string(link.budget.count()) + " us (budget_ms)");
  }
  if (!answer.error) {
    link.counters->count(reason.finding.action);
  } else {
    link.counters->errors.fetch_add(1, std::memory_order_relaxed);
    reason.error = true;
    reason.finding = Finding::of(action_of(link.on_error), "filter.error",
                                 "The filter \"" + link.name + "\" could not judge this comment: " + *answer.error);
    log_(Level::error, link.name, "could not judge a comment: " + *answer.error);
  }
  return reason;
}

Judgement Chain::blank() const {
  Judgement judgement;
  judgement.chain = hash_;
  judgement.reasons.reserve(links_.size());
  judgement.times.reserve(links_.size());
  return judgement;
}

bool Chain::add(const ChainLink& link, Answer answer, Judgement& judgement) const {
  judgement.times.push_back({link.name, answer.took.count()});
  const Reason& reason = judgement.reasons.emplace_back(reason_from(link, std::move(answer)));
  if (reason.shadow) return true;
  if (reason.finding.action == Action::approve) {
    judgement.action = Action::approve;
    return false;
  }
  judgement.action = stricter(judgement.action, reason.finding.action);
  return judgement.action != Action::reject || !stop_on_reject_;
}

// What likes to be asked for many is in a process of its own, and ended there when it hangs: that is no affair of a
// watchdog that ends the daemon.
void Chain::tell(AtWork* at_work, std::size_t link) const {
  if (at_work == nullptr) return;
  if (links_[link].filter->likes_many())
    at_work->idle();
  else
    at_work->doing(static_cast<std::uint16_t>(link));
}

Judgement Chain::judge(const moderato_comment& comment, std::span<const std::optional<Answer>> at_hand,
                       AtWork* at_work) const {
  Judgement judgement = blank();
  begin(at_work, comment);
  for (std::size_t i = 0; i < links_.size(); ++i) {
    tell(at_work, i);
    if (!add(links_[i], i < at_hand.size() && at_hand[i] ? *at_hand[i] : ask(i, comment), judgement)) break;
  }
  return judgement;
}

// Says which comment it is at, so that the one at which it hangs can be named.
void Chain::ask_all(std::size_t link, std::span<const moderato_comment* const> comments, std::span<Answer> answers,
                    AtWork* at_work) const {
  tell(at_work, link);
  links_[link].filter->check_all(comments, answers, [&](const moderato_comment& comment) {
    begin(at_work, comment);
    tell(at_work, link);
  });
}

std::vector<Judgement> Chain::judge_all(std::span<const moderato_comment* const> comments, AtWork* at_work) const {
  std::vector<Judgement> judgements;
  judgements.reserve(comments.size());
  for (std::size_t i = 0; i < comments.size(); ++i) judgements.push_back(blank());

  // Those whose chain goes on.
  std::vector<const moderato_comment*> going{comments.begin(), comments.end()};
  std::vector<Judgement*> theirs;
  for (Judgement& judgement : judgements) theirs.push_back(&judgement);
  std::vector<Answer> answers(comments.size());
  for (std::size_t at = 0; at < links_.size(); ++at) {
    const ChainLink& link = links_[at];
    ask_all(at, going, {answers.data(), going.size()}, at_work);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < going.size(); ++i) {
      if (!add(link, std::exchange(answers[i], {}), *theirs[i])) continue;
      going[kept] = going[i];
      theirs[kept++] = theirs[i];
    }
    going.resize(kept);
    theirs.resize(kept);
    if (going.empty()) break;
  }
  return judgements;
}

}  // namespace moderato
