#include "ledger/id_table.hpp"

#include <gtest/gtest.h>

namespace moderato {
namespace {

constexpr CommentKey one_key{77};
constexpr ContentHash first_content{1};
constexpr ContentHash second_content{2};
using Kind = Admission::Kind;

std::optional<Known> nothing() {
  return std::nullopt;
}

Known decided(std::int64_t seq, ContentHash content, std::uint32_t revision = 0) {
  return {.seq = {seq}, .subject = {seq}, .content = content, .revision = revision};
}

TEST(IdTableTest, TellsFreshAgainAndEditInFlight) {
  IdTable ids;
  EXPECT_EQ(ids.admit(one_key, first_content, nothing).kind, Kind::fresh);
  EXPECT_EQ(ids.admit(one_key, first_content, nothing).kind, Kind::again);
  const Admission edit = ids.admit(one_key, second_content, nothing);
  EXPECT_EQ(edit.kind, Kind::edit);
  EXPECT_EQ(edit.revision, 1U);
  EXPECT_FALSE(ids.find(one_key));
}

TEST(IdTableTest, TellsAgainAndEditAfterTheDecision) {
  IdTable ids;
  (void)ids.admit(one_key, first_content, nothing);
  ids.settle(one_key, decided(1, first_content));
  EXPECT_EQ(ids.find(one_key)->seq, Seq{1});
  EXPECT_EQ(ids.admit(one_key, first_content, nothing).kind, Kind::again);
  EXPECT_EQ(ids.admit(one_key, second_content, nothing).kind, Kind::edit);
}

TEST(IdTableTest, AsksForWhatIsOlderOnlyWhenItDoesNotKnow) {
  IdTable ids;
  int asked = 0;
  const auto older = [&]() -> std::optional<Known> {
    ++asked;
    return decided(5, first_content, 3);
  };
  const Admission again = ids.admit(one_key, first_content, older);
  EXPECT_EQ(again.kind, Kind::again);
  EXPECT_EQ(again.revision, 3U);
  const Admission edit = ids.admit(one_key, second_content, older);
  EXPECT_EQ(edit.kind, Kind::edit);
  EXPECT_EQ(edit.revision, 4U);
  EXPECT_EQ(asked, 2);
  EXPECT_EQ(ids.admit(one_key, second_content, older).kind, Kind::again);
  EXPECT_EQ(asked, 2);
  EXPECT_EQ(ids.find(one_key)->seq, Seq{5});
}

TEST(IdTableTest, DoesNotAskWhenTheIndexCannotHaveTheKey) {
  IdTable ids;
  ids.start(IdFilter());
  bool asked = false;
  (void)ids.admit(one_key, first_content, [&] {
    asked = true;
    return nothing();
  });
  EXPECT_FALSE(asked);
}

TEST(IdTableTest, ForgetsWhatIsIndexedUnlessDecidedAnewOrInFlight) {
  constexpr CommentKey anew{78};
  constexpr CommentKey edited{79};
  IdTable ids;
  ids.start(IdFilter());
  for (const CommentKey each : {one_key, anew, edited})
    ids.settle(each, decided(static_cast<std::int64_t>(each.value), first_content));
  EXPECT_TRUE(ids.take_pending(4).empty());
  const auto pending = ids.take_pending(3);
  ASSERT_EQ(pending.size(), 3U);
  EXPECT_EQ(pending.front().seq, Seq{77});
  ids.settle(anew, decided(100, second_content, 1));
  (void)ids.admit(edited, second_content, nothing);

  ids.indexed(pending);
  EXPECT_FALSE(ids.find(one_key));
  EXPECT_TRUE(ids.may_be_indexed(one_key));
  EXPECT_EQ(ids.find(anew)->seq, Seq{100});
  EXPECT_EQ(ids.find(edited)->seq, Seq{79});
  ids.settle(edited, decided(101, second_content, 1));
  EXPECT_EQ(ids.find(edited)->seq, Seq{101});
  EXPECT_EQ(ids.take_pending(1).size(), 2U);
}

TEST(IdTableTest, AReviewDoesNotEndWhatIsInFlight) {
  IdTable ids;
  (void)ids.admit(one_key, first_content, nothing);
  ids.settle(one_key, decided(1, first_content));
  (void)ids.admit(one_key, second_content, nothing);
  ids.settle(one_key, {.seq = {2}, .subject = {1}, .content = first_content});
  EXPECT_EQ(ids.admit(one_key, second_content, nothing).kind, Kind::again);
  EXPECT_EQ(ids.find(one_key)->seq, Seq{2});
}

}  // namespace
}  // namespace moderato
