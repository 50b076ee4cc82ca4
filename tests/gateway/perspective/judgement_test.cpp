// What is read of a verdict.
#include "perspective/judgement.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "perspective_scale/perspective_scale.hpp"

namespace moderato::gateway::perspective {
namespace {

namespace json = boost::json;

const SiteChain chain{.civility = "tone", .spam = {"duplicate"}};

json::object verdict(const json::array& reasons = {}) {
  return {{"reasons", reasons},
          {"scores",
           {{"civility", {{"TOXICITY", 0.9}}},
            {"tone",
             {{"TOXICITY", 0.1},
              {"SEVERE_TOXICITY", 0.2},
              {"INSULT", 0.3},
              {"PROFANITY", 0.4},
              {"IDENTITY_ATTACK", 0.5},
              {"THREAT", 0.6},
              {"SEXUALLY_EXPLICIT", 0.7}}}}}};
}

json::value reason(std::string_view filter, std::string_view code, std::string_view action, double score) {
  return {{"filter", filter}, {"code", code}, {"action", action}, {"score", score}};
}

double spam(const json::value& of) {
  return judgement_in(verdict({of}), chain).value().scores.back();
}

TEST(PerspectiveJudgement, HasTheScoresOfTheSitesOwnFilter) {
  const auto judgement = judgement_in(verdict(), chain);
  ASSERT_TRUE(judgement);
  EXPECT_FALSE(judgement->foreign);
  for (std::size_t i = 0; i < perspective_attributes.size(); ++i)
    EXPECT_DOUBLE_EQ(judgement->scores[i],
                     as_perspective(perspective_attributes.at(i), 0.1 * static_cast<double>(i + 1)))
        << i;
  EXPECT_EQ(judgement->scores.back(), 0) << "spam";
}

TEST(PerspectiveJudgement, IsNoneWhereTheFilterHasNotJudged) {
  EXPECT_FALSE(judgement_in({}, chain));
  EXPECT_FALSE(judgement_in(verdict(), {.civility = "other", .spam = {}}));
  EXPECT_FALSE(judgement_in(verdict(), {.civility = "civility", .spam = {}})) << "most scores are missing";
  EXPECT_FALSE(judgement_in({{"scores", 5}}, chain));
}

TEST(PerspectiveJudgement, KnowsWhatCantBeJudged) {
  EXPECT_TRUE(judgement_in(verdict({reason("tone", "civility.language", "hold", 0)}), chain)->foreign);
  EXPECT_TRUE(judgement_in(verdict({reason("tone", "civility.language", "pass", 0)}), chain)->foreign);
  EXPECT_FALSE(judgement_in(verdict({reason("other", "civility.language", "hold", 0)}), chain)->foreign);
  EXPECT_FALSE(judgement_in(verdict({reason("tone", "civility.insult", "hold", 0)}), chain)->foreign);
}

TEST(PerspectiveJudgement, TakesFindingsOfSpam) {
  EXPECT_EQ(spam(reason("duplicate", "duplicate.near", "hold", 0.8)), 0.8);
  EXPECT_EQ(spam(reason("duplicate", "duplicate.near", "hold", 0)), 0.5);
  EXPECT_EQ(spam(reason("duplicate", "duplicate.exact", "reject", 0)), 1);
  EXPECT_EQ(spam(reason("duplicate", "duplicate.near", "pass", 0.8)), 0);
  EXPECT_EQ(spam(reason("links", "links.many", "reject", 1)), 0) << "that is none of the chain's";
}

}  // namespace
}  // namespace moderato::gateway::perspective
