#include "history.hpp"

#include <gtest/gtest.h>

namespace moderato::newcomer {
namespace {

constexpr Seconds year = 365 * 86'400;
constexpr Seconds now = 1'700'000'000;

TEST(NewcomerHistory, AMillionAuthorsTakeNoMoreThanTheirRoom) {
  History history{1'000};
  std::int64_t seq = 0;
  for (std::uint64_t author = 1; author <= 1'000'000; ++author) {
    history.note(author, author, author % 2 == 0 ? Outcome::approved : Outcome::rejected, ++seq, now);
    ASSERT_LE(history.comments(), 1'000U);
    ASSERT_LE(history.authors(), 1'000U);
  }
  EXPECT_EQ(history.comments(), 1'000U);
}

TEST(NewcomerHistory, HeldCommentsTakeNoMemory) {
  History history{1'000};
  for (std::uint64_t author = 1; author <= 10'000; ++author) history.note(author, author, Outcome::held, 1, now);
  EXPECT_EQ(history.comments(), 0U);
  EXPECT_EQ(history.authors(), 0U);
}

TEST(NewcomerHistory, RejectionsOfManyNewNamesDontPushOutTheTrusted) {
  History history{100};
  std::int64_t seq = 0;
  for (std::uint64_t id = 1; id <= 3; ++id) history.note(7, id, Outcome::approved, ++seq, now);
  for (std::uint64_t author = 100; author < 10'000; ++author) history.note(author, 1, Outcome::rejected, ++seq, now);
  EXPECT_EQ(history.of(7, 0, now, year, year).approved, 3U);
  EXPECT_EQ(history.comments(), 100U);
}

TEST(NewcomerHistory, ForgetsFirstWhoWasNotSeenForLongest) {
  History history{64};
  std::int64_t seq = 0;
  for (std::uint64_t author = 1; author <= 64; ++author) history.note(author, 1, Outcome::approved, ++seq, now);
  history.note(1, 1, Outcome::approved, ++seq, now);
  history.note(65, 1, Outcome::approved, ++seq, now);
  EXPECT_EQ(history.of(1, 0, now, year, year).approved, 1U);
  EXPECT_EQ(history.of(2, 0, now, year, year).approved, 0U);
  EXPECT_EQ(history.of(65, 0, now, year, year).approved, 1U);
}

TEST(NewcomerHistory, OneAuthorIsKeptByTheNewestComments) {
  History history{1'000};
  for (std::uint64_t id = 1; id <= 500; ++id)
    history.note(1, id, id <= 460 ? Outcome::rejected : Outcome::approved, static_cast<std::int64_t>(id), now);
  EXPECT_EQ(history.comments(), History::most_of_author);
  const Past past = history.of(1, 0, now, year, year);
  EXPECT_EQ(past.approved, 40U);
  EXPECT_EQ(past.recent_rejected, 10U);
}

TEST(NewcomerHistory, AnAuthorAloneFitsIntoTheSmallestRoom) {
  History history{8};
  for (std::uint64_t id = 1; id <= 100; ++id)
    history.note(1, id, Outcome::approved, static_cast<std::int64_t>(id), now);
  EXPECT_EQ(history.comments(), 8U);
  EXPECT_EQ(history.authors(), 1U);
}

TEST(NewcomerHistory, AnOlderDecisionThatIsToldLateChangesNothing) {
  History history{100};
  history.note(1, 1, Outcome::approved, 9, now);
  history.note(1, 1, Outcome::rejected, 3, now);
  EXPECT_EQ(history.of(1, 0, now, year, year).approved, 1U);
  history.note(1, 1, Outcome::approved, 9, now);
  EXPECT_EQ(history.of(1, 0, now, year, year).approved, 1U);
}

TEST(NewcomerHistory, ForgettingTheLastCommentForgetsTheAuthor) {
  History history{100};
  history.note(1, 1, Outcome::approved, 1, now);
  history.note(1, 2, Outcome::rejected, 2, now);
  history.forget(1, 2);
  EXPECT_EQ(history.of(1, 0, now, year, year).recent, 1U);
  history.forget(1, 2);
  history.forget(2, 1);
  history.forget(1, 1);
  EXPECT_EQ(history.comments(), 0U);
  EXPECT_EQ(history.authors(), 0U);
}

}  // namespace
}  // namespace moderato::newcomer
