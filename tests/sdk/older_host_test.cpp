// A filter in a daemon that is older than its SDK: what such a daemon passes ends before the newest fields.
#include <gtest/gtest.h>

#include "moderato/filter.hpp"

namespace {

using moderato::Comment;
using moderato::ParentState;

moderato_comment with_all_of_1_3() {
  moderato_comment comment{};
  comment.size = sizeof comment;
  comment.parent_state = MODERATO_PARENT_HELD;
  comment.depth = 7;
  comment.parent_article = moderato::abi::string("a1");
  comment.article_published_at = 1;
  comment.anew = 1;
  return comment;
}

TEST(OlderHost, FieldsOfItsOwnVersionAreRead) {
  const moderato_comment raw = with_all_of_1_3();
  const Comment comment{raw};
  EXPECT_EQ(comment.parent_state(), ParentState::held);
  EXPECT_EQ(comment.depth(), 7U);
  EXPECT_EQ(comment.parent_article(), "a1");
  EXPECT_TRUE(comment.article_published_at());
  EXPECT_TRUE(comment.anew());
}

TEST(OlderHost, FieldsThatItDoesNotHaveAreAbsent) {
  moderato_comment raw = with_all_of_1_3();
  for (raw.size = 0; raw.size < offsetof(moderato_comment, anew) + sizeof raw.anew; ++raw.size) {
    const Comment comment{raw};
    EXPECT_EQ(comment.parent_state(), ParentState::untold) << raw.size;
    EXPECT_EQ(comment.depth(), 0U) << raw.size;
    EXPECT_FALSE(comment.parent_article()) << raw.size;
    EXPECT_FALSE(comment.article_published_at()) << raw.size;
    EXPECT_FALSE(comment.anew()) << raw.size;
  }
}

TEST(OlderHost, ADecisionOf12IsNotTakenForOneThatWasTakenAnew) {
  const moderato_comment comment{};
  moderato_decision raw{};
  raw.comment = &comment;
  raw.anew = 1;
  raw.size = offsetof(moderato_decision, replayed) + sizeof(std::uint64_t);  // what 1.2 was long
  EXPECT_FALSE(moderato::Decision{raw}.anew());
  raw.size = sizeof raw;
  EXPECT_TRUE(moderato::Decision{raw}.anew());
}

}  // namespace
