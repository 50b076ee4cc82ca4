#include "console/claims.hpp"

#include <gtest/gtest.h>

namespace moderato::gateway::console {
namespace {

const CaseKey c1{"s", "c1"};
constexpr Time start{std::chrono::hours{1}};

TEST(Claims, AreOneSForFiveMinutes) {
  Claims claims;
  EXPECT_EQ(claims.claim(c1, "mia", false, start).until, start + std::chrono::minutes{5});
  EXPECT_EQ(claims.claim(c1, "tom", false, start + std::chrono::minutes{4}).by, "mia");
  EXPECT_EQ(claims.claim(c1, "tom", false, start + std::chrono::minutes{5}).by, "tom");
}

TEST(Claims, AreRenewedAndTakenOver) {
  Claims claims;
  (void)claims.claim(c1, "mia", false, start);
  EXPECT_EQ(claims.claim(c1, "mia", false, start + std::chrono::minutes{4}).until, start + std::chrono::minutes{9});
  EXPECT_EQ(claims.claim(c1, "lea", true, start).by, "lea");
  EXPECT_EQ(claims.find(c1, start)->by, "lea");
}

TEST(Claims, AreLetGoByWhoHasThem) {
  Claims claims;
  (void)claims.claim(c1, "mia", false, start);
  EXPECT_FALSE(claims.release(c1, "tom"));
  EXPECT_TRUE(claims.release(c1, "mia"));
  EXPECT_FALSE(claims.find(c1, start));
  EXPECT_FALSE(claims.drop(c1));
}

TEST(Claims, AreOverInTime) {
  Claims claims;
  (void)claims.claim(c1, "mia", false, start);
  EXPECT_EQ(claims.of("mia", start).size(), 1U);
  EXPECT_TRUE(claims.of("mia", start + Claims::lasts).empty());
  EXPECT_TRUE(claims.take_expired(start).empty());
  EXPECT_EQ(claims.take_expired(start + Claims::lasts).size(), 1U);
  EXPECT_TRUE(claims.take_expired(start + Claims::lasts).empty());
}

TEST(Claims, AreBounded) {
  Claims claims;
  for (std::size_t i = 0; i <= Claims::most; ++i) (void)claims.claim({"s", std::to_string(i)}, "mia", false, start);
  EXPECT_EQ(claims.of("mia", start).size(), Claims::most);
}

}  // namespace
}  // namespace moderato::gateway::console
