// The curves that ship, and how they are read.
#include "perspective_scale/perspective_scale.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <limits>
#include <string>

namespace moderato {
namespace {

class EachCurve : public ::testing::TestWithParam<std::string_view> {};

TEST_P(EachCurve, LeavesTheEndsWhereTheyAre) {
  EXPECT_EQ(as_perspective(GetParam(), 0), 0);
  EXPECT_EQ(as_perspective(GetParam(), 1), 1);
  EXPECT_EQ(from_perspective(GetParam(), 0), 0);
  EXPECT_EQ(from_perspective(GetParam(), 1), 1);
}

TEST_P(EachCurve, AnswersWithinZeroAndOneWhateverItIsAsked) {
  for (const double odd : {-0.1, 1.1, -1e300, 1e300, std::numeric_limits<double>::infinity(), std::nan(""),
                           -std::numeric_limits<double>::infinity(), std::numeric_limits<double>::denorm_min()}) {
    for (const double got : {as_perspective(GetParam(), odd), from_perspective(GetParam(), odd)}) {
      EXPECT_GE(got, 0) << odd;
      EXPECT_LE(got, 1) << odd;
    }
  }
}

TEST_P(EachCurve, Rises) {
  double before = 0;
  for (int i = 1; i <= 10'000; ++i) {  // civility's scores have four digits
    const double now = as_perspective(GetParam(), i / 10'000.0);
    ASSERT_GT(now, before) << i;
    before = now;
  }
}

TEST_P(EachCurve, ReadsTheSameBothWays) {
  for (int i = 1; i < 1'000; ++i) {
    const double score = i / 1'000.0;
    EXPECT_NEAR(from_perspective(GetParam(), as_perspective(GetParam(), score)), score, 1e-9);
    EXPECT_NEAR(as_perspective(GetParam(), from_perspective(GetParam(), score)), score, 1e-9);
  }
}

TEST_P(EachCurve, PassesThroughItsKnots) {
  const auto curves = perspective_curves();
  const auto curve =
      std::find_if(curves.begin(), curves.end(), [](const auto& each) { return each.attribute == GetParam(); });
  ASSERT_NE(curve, curves.end());
  ASSERT_GE(curve->knots.size(), 2U);
  ScaleKnot before{0, 0};
  for (const ScaleKnot& knot : curve->knots) {
    EXPECT_GT(knot.score, before.score);
    EXPECT_GT(knot.perspective, before.perspective);
    EXPECT_LT(knot.score, 1);
    EXPECT_LT(knot.perspective, 1);
    EXPECT_NEAR(as_perspective(GetParam(), knot.score), knot.perspective, 1e-12);
    EXPECT_NEAR(from_perspective(GetParam(), knot.perspective), knot.score, 1e-12);
    before = knot;
  }
}

// A line in logits between knots.
TEST_P(EachCurve, IsStraightInLogitsBetweenKnots) {
  const auto curves = perspective_curves();
  const auto curve =
      std::find_if(curves.begin(), curves.end(), [](const auto& each) { return each.attribute == GetParam(); });
  ASSERT_NE(curve, curves.end());
  const auto logit = [](double p) { return std::log(p / (1 - p)); };
  for (std::size_t i = 1; i < curve->knots.size(); ++i) {
    const ScaleKnot &a = curve->knots[i - 1], &b = curve->knots[i];
    const double middle = 1 / (1 + std::exp(-(logit(a.score) + logit(b.score)) / 2));
    EXPECT_NEAR(logit(as_perspective(GetParam(), middle)), (logit(a.perspective) + logit(b.perspective)) / 2, 1e-9);
  }
}

INSTANTIATE_TEST_SUITE_P(All, EachCurve, ::testing::ValuesIn(perspective_attributes),
                         [](const auto& each) { return std::string{each.param}; });

TEST(PerspectiveScale, LeavesWhatItDoesNotKnowAsItIs) {
  EXPECT_EQ(as_perspective("FLIRTATION", 0.3), 0.3);
  EXPECT_EQ(as_perspective("", 0.3), 0.3);
  EXPECT_EQ(as_perspective("toxicity", 0.3), 0.3);
  EXPECT_EQ(as_perspective("FLIRTATION", 7), 1);
}

TEST(PerspectiveScale, IsFittedToTheModelThatShips) {
  std::ifstream file{CIVILITY_MODEL, std::ios::binary};
  constexpr std::streamoff place_of_checksum = 40;  // plugins/civility/model/model_file.cpp
  std::uint64_t checksum = 0;
  file.seekg(place_of_checksum);
  file.read(reinterpret_cast<char*>(&checksum), sizeof checksum);
  ASSERT_TRUE(file);
  EXPECT_EQ(checksum, fitted_model()) << "civility.model has changed: run scripts/fit-perspective";
}

TEST(PerspectiveScale, HasACurveForEachAttributeInOrder) {
  const auto curves = perspective_curves();
  ASSERT_EQ(curves.size(), perspective_attributes.size());
  for (std::size_t i = 0; i < curves.size(); ++i) EXPECT_EQ(curves[i].attribute, perspective_attributes[i]);
}

}  // namespace
}  // namespace moderato
