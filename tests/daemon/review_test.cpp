#include "daemon/review.hpp"

#include <gtest/gtest.h>

namespace moderato {
namespace {

using Kind = Review::Kind;

// A comment's life as the ledger would have it.
class ReviewTest : public ::testing::Test {
 protected:
  void decided(Action action, Topic topic, bool published, const std::string& by = "chain",
               const std::string& code = "") {
    Record record;
    record.seq = {static_cast<std::int64_t>(history_.size()) + 1};
    record.action = action;
    record.topic = topic;
    record.published = published;
    record.decided_by = by;
    record.verdict = "{\"reasons\":[{\"code\":\"" + code + "\"}]}";
    history_.push_back(std::move(record));
    known_.action = action;
    known_.published = published;
  }
  // The topic, or the error's code.
  std::string review(Kind kind) {
    const auto reviewed = apply_review(kind, known_, history_);
    if (!reviewed) return reviewed.error().code;
    std::string code = "moderator.";
    code += kind == Kind::undo ? "undo" : "other";
    decided(reviewed->action, reviewed->topic, reviewed->published, "ann", code);
    return std::string{to_string(reviewed->topic)};
  }

  Known known_;
  std::vector<Record> history_;
};

TEST_F(ReviewTest, AHeldCommentIsApprovedAndThatIsTakenBack) {
  decided(Action::hold, Topic::held, false);
  EXPECT_EQ(review(Kind::approve), "approved");
  EXPECT_EQ(review(Kind::approve), "review.no_change");
  EXPECT_EQ(review(Kind::undo), "withdrawn");
  EXPECT_EQ(known_.action, Action::hold);
  EXPECT_FALSE(known_.published);
  EXPECT_EQ(review(Kind::undo), "review.nothing_to_undo");
}

TEST_F(ReviewTest, AnErasedCommentIsDecidedOnNoMore) {
  decided(Action::reject, Topic::erased, false, "ann");
  known_.erased = true;
  for (const Kind kind : {Kind::approve, Kind::reject, Kind::undo}) EXPECT_EQ(review(kind), "review.erased");
}

TEST_F(ReviewTest, AnApprovedCommentIsRejectedAndThatIsTakenBack) {
  decided(Action::approve, Topic::approved, true);
  EXPECT_EQ(review(Kind::reject), "withdrawn");
  EXPECT_EQ(review(Kind::reject), "review.no_change");
  EXPECT_EQ(review(Kind::undo), "approved");
  EXPECT_TRUE(known_.published);
}

TEST_F(ReviewTest, AHeldCommentIsRejected) {
  decided(Action::hold, Topic::held, false);
  EXPECT_EQ(review(Kind::reject), "rejected");
  EXPECT_EQ(review(Kind::undo), "held");
}

TEST_F(ReviewTest, RejectingAnEditLeavesTheApprovedRevisionUntilThatIsRejectedToo) {
  decided(Action::approve, Topic::approved, true);
  decided(Action::hold, Topic::held, true);
  EXPECT_EQ(review(Kind::reject), "rejected");
  EXPECT_TRUE(known_.published);
  EXPECT_EQ(review(Kind::reject), "withdrawn");
  EXPECT_FALSE(known_.published);
  EXPECT_EQ(review(Kind::reject), "review.no_change");
}

TEST_F(ReviewTest, WhatTheChainDecidedCannotBeUndone) {
  decided(Action::reject, Topic::rejected, false);
  EXPECT_EQ(review(Kind::undo), "review.nothing_to_undo");
}

TEST(JudgementOfReview, SpeaksInTheModeratorsWords) {
  Review review;
  review.kind = Kind::reject;
  review.reason = "off topic";
  const Judgement judgement = judgement_of(review, Action::reject);
  ASSERT_EQ(judgement.reasons.size(), 1U);
  EXPECT_EQ(judgement.reasons[0].filter, "moderator");
  EXPECT_EQ(judgement.reasons[0].finding.code, "moderator.reject");
  EXPECT_EQ(judgement.reasons[0].finding.message, "off topic");
}

}  // namespace
}  // namespace moderato
