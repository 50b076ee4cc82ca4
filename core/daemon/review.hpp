// What a moderator's review makes of a comment.
#pragma once

#include <span>

#include "comment/result.hpp"
#include "comment/verdict.hpp"
#include "daemon/pipeline.hpp"
#include "ledger/record.hpp"

namespace moderato {

// The comment's new state.
struct Reviewed {
  Action action = Action::hold;
  Topic topic = Topic::held;
  bool published = false;
};

// `known` is the newest decision, `history` ends with the two newest, oldest first (looked at for undo only).
// Errors: review.no_change, review.nothing_to_undo, review.erased.
[[nodiscard]] Result<Reviewed> apply_review(Review::Kind kind, const Known& known, std::span<const Record> history);

// The review as a judgement, for its verdict: the moderator's reason in the moderator's words.
[[nodiscard]] Judgement judgement_of(const Review& review, Action action);

// What the verdict of an erasure says.
[[nodiscard]] Judgement judgement_of_erasure();

}  // namespace moderato
