// Correlations, and thresholds that hold as many.
#include "cli/compare_perspective/statistics.hpp"

#include <gtest/gtest.h>

namespace moderato::cli::testing {
namespace {

using Values = std::vector<double>;

TEST(Correlation, IsWhatWasWorkedOutByHand) {
  // Deviations -2 -1 0 1 2 and -1.2 -2.2 0.8 0.8 1.8: sums of products 8.0, of squares 10 and 10.8.
  const Values a{1, 2, 3, 4, 5};
  const Values b{2, 1, 4, 4, 5};
  EXPECT_NEAR(*pearson(a, b), 9.0 / 10.392304845413264, 1e-12);
  // Ranks 0 1 2 3 4 and 1 0 2.5 2.5 4.
  EXPECT_NEAR(*spearman(a, b), 8.5 / 9.746794344808963, 1e-12);
}

TEST(Correlation, IsOneOrMinusOneOnALine) {
  const Values a{0.1, 0.2, 0.7};
  EXPECT_DOUBLE_EQ(*pearson(a, Values{0.3, 0.4, 0.9}), 1);
  EXPECT_DOUBLE_EQ(*pearson(a, Values{0.9, 0.8, 0.3}), -1);
  EXPECT_DOUBLE_EQ(*spearman(a, Values{0.001, 0.5, 0.501}), 1);  // only the order counts
}

TEST(Correlation, IsNoneWhereThereCanBeNone) {
  EXPECT_FALSE(pearson(Values{}, Values{}));
  EXPECT_FALSE(pearson(Values{1}, Values{1}));
  EXPECT_FALSE(pearson(Values{1, 2}, Values{1}));
  EXPECT_FALSE(pearson(Values{0.1, 0.1, 0.1}, Values{1, 2, 3}));
  EXPECT_FALSE(spearman(Values{1, 2, 3}, Values{0.1, 0.1, 0.1}));
}

TEST(Ranked, CountsWhatReachesAThreshold) {
  const Ranked scores{{0.2, 0.9, 0.5, 0.5}};
  EXPECT_EQ(scores.reach(0), 4U);
  EXPECT_EQ(scores.reach(0.5), 3U);  // what is equal reaches it
  EXPECT_EQ(scores.reach(0.51), 1U);
  EXPECT_EQ(scores.reach(1), 0U);
}

TEST(Ranked, FindsTheThresholdForACount) {
  const Ranked scores{{0.1, 0.9, 0.3, 0.5}};
  for (std::size_t count = 1; count <= 4; ++count) EXPECT_EQ(scores.reach(*scores.threshold_for(count)), count);
  EXPECT_DOUBLE_EQ(*scores.threshold_for(2), 0.4);
  EXPECT_DOUBLE_EQ(*scores.threshold_for(4), 0.1);
  EXPECT_DOUBLE_EQ(*scores.threshold_for(99), 0.1);
  EXPECT_FALSE(scores.threshold_for(0));
  EXPECT_FALSE(Ranked{{}}.threshold_for(3));
}

TEST(Ranked, KeepsEqualScoresTogetherOnTheNearerSide) {
  const Ranked scores{{0.9, 0.5, 0.5, 0.5, 0.5, 0.1}};
  EXPECT_EQ(scores.reach(*scores.threshold_for(2)), 1U);
  EXPECT_EQ(scores.reach(*scores.threshold_for(4)), 5U);
  // There is no threshold above all of them that is known.
  EXPECT_EQ((Ranked{{0.5, 0.5, 0.5}}.reach(*Ranked{{0.5, 0.5, 0.5}}.threshold_for(1))), 3U);
}

}  // namespace
}  // namespace moderato::cli::testing
