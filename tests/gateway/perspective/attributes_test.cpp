// Which attributes are answered, and with what.
#include "perspective/attributes.hpp"

#include <gtest/gtest.h>

#include <string>

namespace moderato::gateway::perspective {
namespace {

constexpr Scores all_scores{0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8};  // in the order of Source

double score(std::string_view name) {
  const auto attribute = attribute_of(name);
  return attribute ? attribute->score(all_scores) : -1;
}

TEST(Attributes, OfProductionAreTheFiltersOwn) {
  EXPECT_EQ(score("TOXICITY"), 0.1);
  EXPECT_EQ(score("SEVERE_TOXICITY"), 0.2);
  EXPECT_EQ(score("INSULT"), 0.3);
  EXPECT_EQ(score("PROFANITY"), 0.4);
  EXPECT_EQ(score("IDENTITY_ATTACK"), 0.5);
  EXPECT_EQ(score("THREAT"), 0.6);
}

TEST(Attributes, OfExperimentsAreTheSame) {
  for (const std::string name : {"TOXICITY", "SEVERE_TOXICITY", "IDENTITY_ATTACK", "INSULT", "PROFANITY", "THREAT"})
    EXPECT_EQ(score(name + "_EXPERIMENTAL"), score(name)) << name;
  EXPECT_EQ(score("TOXICITY_FAST"), 0.1);
  EXPECT_EQ(score("SEXUALLY_EXPLICIT"), 0.7);
}

TEST(Attributes, OfNewspapersAreMadeOfWhatIsKnown) {
  EXPECT_EQ(score("OBSCENE"), 0.7) << "the higher of profanity and sexually explicit";
  EXPECT_EQ(attribute_of("OBSCENE")->score({0, 0, 0, 0.9, 0, 0, 0.1, 0}), 0.9);
  EXPECT_EQ(score("INFLAMMATORY"), 0.1);
  EXPECT_EQ(score("ATTACK_ON_COMMENTER"), 0.3);
  EXPECT_EQ(score("LIKELY_TO_REJECT"), 0.4) << "the highest of those that agree with Perspective";
  EXPECT_EQ(score("SPAM"), 0.8);
  EXPECT_TRUE(attribute_of("SPAM")->is_spam());
  EXPECT_FALSE(attribute_of("LIKELY_TO_REJECT")->is_spam());
}

TEST(Attributes, MayHaveAVersion) {
  EXPECT_EQ(score("THREAT@6"), 0.6);
  EXPECT_EQ(score("THREAT@"), 0.6);
}

TEST(Attributes, AreNoOthers) {
  for (const std::string_view name : {"", "@6", "toxicity", "TOXICITY ", "TOXICITY_EXPERIMENTAL_EXPERIMENTAL",
                                      "FLIRTATION", "INCOHERENT", "UNSUBSTANTIAL", "CURIOSITY_EXPERIMENTAL"})
    EXPECT_FALSE(attribute_of(name)) << name;
}

}  // namespace
}  // namespace moderato::gateway::perspective
