#include "daemon/together.hpp"

#include <utility>

namespace moderato {

void Together::add(std::unique_ptr<Submission> submission, const Chain* chain, const moderato_comment& raw,
                   Shown shown) {
  waiting_.push_back({std::move(submission), chain, raw, std::move(shown)});
}

// Chain by chain: comments of one article have the same, so they stay in order.
void Together::judge(std::vector<RecorderTask>& done, AtWork& at_work) {
  for (std::size_t first = 0; first < waiting_.size(); ++first) {
    const Chain* const chain = waiting_[first].chain;
    if (chain == nullptr) continue;
    std::vector<const moderato_comment*> comments;
    std::vector<Submission*> submissions;
    for (Waiting& waiting : waiting_) {
      if (waiting.chain != chain) continue;
      comments.push_back(&waiting.raw);
      submissions.push_back(waiting.submission.get());
      waiting.chain = nullptr;
    }
    std::vector<Judgement> judgements = chain->judge_all(comments, &at_work);
    for (std::size_t i = 0; i < submissions.size(); ++i) submissions[i]->judged(judgements[i]);
  }
  at_work.idle();
  for (Waiting& waiting : waiting_) done.emplace_back(std::move(waiting.submission));
  waiting_.clear();
}

}  // namespace moderato
