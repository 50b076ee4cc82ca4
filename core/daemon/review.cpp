#include "daemon/review.hpp"

#include <string_view>

namespace moderato {
namespace {

constexpr std::string_view undo_code = "moderator.undo";

bool is_undo(const Record& record) {
  // The writer of verdicts puts codes in exactly this form, and escapes quotes in all that people write.
  return record.verdict.find("\"code\":\"moderator.undo\"") != std::string::npos;
}

Result<Reviewed> undo(const Known& known, std::span<const Record> history) {
  if (history.size() < 2 || history.back().decided_by == "chain" || is_undo(history.back()))
    return Error{"review.nothing_to_undo",
                 "the newest decision on this comment is no moderator's, so there is nothing to undo"};
  const Record& before = history[history.size() - 2];
  if (before.action == Action::approve) return Reviewed{Action::approve, Topic::approved, true};
  const bool stands = known.published && before.published;
  if (known.published && !stands) return Reviewed{before.action, Topic::withdrawn, false};
  return Reviewed{before.action, before.action == Action::hold ? Topic::held : Topic::rejected, stands};
}

}  // namespace

Result<Reviewed> apply_review(Review::Kind kind, const Known& known, std::span<const Record> history) {
  if (known.erased) return Error{"review.erased", "this comment was erased, so there is nothing to decide on"};
  switch (kind) {
    case Review::Kind::approve:
      if (known.action == Action::approve) return Error{"review.no_change", "this comment is approved already"};
      return Reviewed{Action::approve, Topic::approved, true};
    case Review::Kind::reject:
      if (known.action == Action::reject && !known.published)
        return Error{"review.no_change", "this comment is rejected already"};
      // Rejecting an edit that waits leaves the approved revision standing; rejecting once more withdraws that too.
      if (known.action == Action::hold) return Reviewed{Action::reject, Topic::rejected, known.published};
      return Reviewed{Action::reject, Topic::withdrawn, false};
    case Review::Kind::undo:
      return undo(known, history);
  }
  return Error{"review.unknown", "unknown review"};
}

Judgement judgement_of(const Review& review, Action action) {
  std::string code = "moderator.";
  switch (review.kind) {
    case Review::Kind::approve:
      code += "approve";
      break;
    case Review::Kind::reject:
      code += "reject";
      break;
    case Review::Kind::undo:
      code = undo_code;
      break;
  }
  Judgement judgement;
  judgement.action = action;
  judgement.reasons.push_back({.filter = "moderator", .finding = Finding::of(action, code, review.reason)});
  return judgement;
}

Judgement judgement_of_erasure() {
  Judgement judgement;
  judgement.action = Action::reject;
  judgement.reasons.push_back(
      {.filter = "erasure", .finding = Finding::of(Action::reject, "erasure.request", "Erased on request.")});
  return judgement;
}

}  // namespace moderato
