#include "daemon/shares.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace moderato {
namespace {

// All that is in flight are the tickets in hand.
class SharesTest : public ::testing::Test {
 protected:
  std::string enter(const std::string& site, const std::string& client) {
    shares.flush();
    auto ticket = shares.enter(site, {client, false}, tickets.size());
    if (!ticket) return ticket.error().code;
    tickets.push_back(std::move(*ticket));
    return "in";
  }
  void fill(const std::string& site, int count) {
    for (int i = 0; i < count; ++i) ASSERT_EQ(enter(site, site + std::to_string(i)), "in");
  }

  Shares shares{{.in_flight = 100, .per_client = 10}};
  std::vector<Ticket> tickets;
};

TEST_F(SharesTest, AClientHasItsBoundAndThenRoomAgainWhenOneIsDone) {
  for (int i = 0; i < 10; ++i) EXPECT_EQ(enter("s", "one"), "in");
  EXPECT_EQ(enter("s", "one"), "intake.busy");
  EXPECT_EQ(enter("s", "another"), "in");
  tickets.erase(tickets.begin());
  EXPECT_EQ(enter("s", "one"), "in");
  EXPECT_EQ(enter("s", "one"), "intake.busy");
}

TEST_F(SharesTest, ASiteAloneLeavesAQuarterForWhoComesNext) {
  fill("alone", 75);
  EXPECT_EQ(enter("alone", "x"), "intake.busy");
  EXPECT_EQ(enter("new", "y"), "in");
}

TEST_F(SharesTest, WhenItIsCrowdedASiteBeyondItsShareMakesRoomForOthers) {
  fill("quiet", 1);
  fill("flood", 74);
  EXPECT_EQ(enter("flood", "x"), "intake.busy");
  EXPECT_EQ(enter("quiet", "y"), "in");
  EXPECT_EQ(enter("new", "z"), "in");
}

TEST_F(SharesTest, BelowThreeQuartersASiteMayHaveMoreThanItsShare) {
  fill("quiet", 1);
  fill("flood", 73);
  EXPECT_EQ(enter("flood", "x"), "in");
}

TEST_F(SharesTest, TheQueueLeavesAQuarterToTheDesk) {
  EXPECT_EQ(shares.room_for_queue(), 75U);
  for (int i = 0; i < 75; ++i) tickets.push_back(shares.enter("s"));
  EXPECT_EQ(shares.room_for_queue(), 0U);
  tickets.clear();
  EXPECT_EQ(shares.room_for_queue(), 75U);
}

TEST_F(SharesTest, NamesThatCameOnceAreForgottenAndThoseInFlightAreNot) {
  ASSERT_EQ(enter("s", "kept"), "in");
  for (int i = 0; i < 10'000; ++i) {
    auto gone = shares.enter("site" + std::to_string(i), {"client" + std::to_string(i), false}, 1);
    ASSERT_TRUE(gone);
  }
  for (int i = 1; i < 10; ++i) EXPECT_EQ(enter("s", "kept"), "in");
  EXPECT_EQ(enter("s", "kept"), "intake.busy");
}

}  // namespace
}  // namespace moderato
