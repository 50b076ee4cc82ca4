// The curves, whatever they are, keep what they promise.
#include "perspective/calibration.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string_view>

namespace moderato::gateway::perspective {
namespace {

constexpr std::array<std::string_view, 8> attributes{
    "TOXICITY", "SEVERE_TOXICITY", "INSULT", "PROFANITY", "IDENTITY_ATTACK", "THREAT", "SEXUALLY_EXPLICIT", "OTHER"};

TEST(Calibration, StaysBetweenNoughtAndOne) {
  for (const std::string_view attribute : attributes)
    for (const double score : {-1.0, 0.0, 1e-9, 0.5, 1.0, 2.0}) {
      EXPECT_GE(as_perspective(attribute, score), 0) << attribute << ' ' << score;
      EXPECT_LE(as_perspective(attribute, score), 1) << attribute << ' ' << score;
    }
}

TEST(Calibration, NeverFallsWhereTheScoreRises) {
  for (const std::string_view attribute : attributes) {
    double before = 0;
    for (int i = 0; i <= 10'000; ++i) {
      const double now = as_perspective(attribute, i / 10'000.0);
      ASSERT_GE(now, before) << attribute << " at " << i;
      before = now;
    }
  }
}

TEST(Calibration, LeavesWhatHasNoCurveAsItIs) {
  EXPECT_EQ(as_perspective("OTHER", 0.25), 0.25);
}

}  // namespace
}  // namespace moderato::gateway::perspective
