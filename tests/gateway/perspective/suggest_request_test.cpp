// What a person's opinion on a comment is taken for.
#include "perspective/suggest_request.hpp"

#include <gtest/gtest.h>

#include "perspective/failure.hpp"
#include "perspective/suggestions.hpp"

namespace moderato::gateway::perspective {
namespace {

constexpr Offer suggest_offer{.spam = false, .leave_out_unknown = false, .text_bytes = 1'000};

SuggestRequest parse(std::string_view scores, const Offer& to = suggest_offer) {
  return parse_suggest_request(R"({"comment":{"text":"Hi"},"attributeScores":)" + std::string{scores} + "}", to);
}

std::string refused(std::string_view scores) {
  try {
    (void)parse(scores);
    return "taken";
  } catch (const Failure& failure) {
    return failure.message;
  }
}

TEST(SuggestRequest, TakesCoralsForm) {
  const auto request = parse_suggest_request(
      R"({"comment":{"text":"T"},"context":{"entries":[{"text":"{\"url\":\"u\",\"reply_to_id_Coral_comment_id\":null}"}]},
          "attributeScores":{"TOXICITY":{"summaryScore":{"value":1}}},"languages":["en"],
          "communityId":"Coral:https://coral.example.org","clientToken":"comment:7"})",
      suggest_offer);
  EXPECT_EQ(request.text, "T");
  EXPECT_EQ(request.reject, true);
  EXPECT_EQ(request.community, "Coral:https://coral.example.org");
  EXPECT_EQ(request.client_token, "comment:7");
  EXPECT_EQ(request.languages, std::vector<std::string>{"en"});
}

TEST(SuggestRequest, RejectsFromAHalfOn) {
  EXPECT_EQ(parse(R"({"TOXICITY":{"summaryScore":{"value":0}}})").reject, false);
  EXPECT_EQ(parse(R"({"TOXICITY":{"summaryScore":{"value":0.49}}})").reject, false);
  EXPECT_EQ(parse(R"({"TOXICITY":{"summaryScore":{"value":0.5}}})").reject, true);
  EXPECT_EQ(parse(R"({"INSULT":{"summary_score":{"value":0}},"SPAM":{"summaryScore":{"value":1}}})").reject, true);
  EXPECT_EQ(
      parse(R"({"INSULT":{"spanScores":[{"score":{"value":0.1}},{"begin":0,"end":1,"score":{"value":0.9}}]}})").reject,
      true);
}

TEST(SuggestRequest, KnowsNothingOfAnAttributeThatIsNotAnswered) {
  const std::string_view scores = R"({"CURIOSITY_EXPERIMENTAL":{"summaryScore":{"value":1}}})";
  EXPECT_EQ(refused(scores), "Unknown requested attribute: CURIOSITY_EXPERIMENTAL");
  EXPECT_EQ(parse(scores, {.spam = false, .leave_out_unknown = true, .text_bytes = 9}).reject, std::nullopt);
}

TEST(SuggestRequest, RefusesScoresThatAreNone) {
  EXPECT_EQ(refused("null"), "Missing attribute_scores");
  EXPECT_EQ(refused("{}"), "Missing attribute_scores");
  EXPECT_EQ(refused("[]"), "Invalid value at 'attributeScores' (TYPE_MESSAGE)");
  EXPECT_EQ(refused(R"({"TOXICITY":{}})"), "An attribute needs a summaryScore or spanScores.");
  EXPECT_EQ(refused(R"({"TOXICITY":{"summaryScore":{}}})"),
            "A score needs a value: attributeScores.TOXICITY.summaryScore.value");
  EXPECT_EQ(refused(R"({"TOXICITY":{"summaryScore":{"value":1.5}}})"),
            "A score is from 0 to 1: attributeScores.TOXICITY.summaryScore.value");
  EXPECT_EQ(refused(R"({"TOXICITY":{"summaryScore":{"value":1e400}}})"),
            "Invalid value at 'attributeScores.TOXICITY.summaryScore.value' (TYPE_FLOAT)");
  EXPECT_EQ(refused(R"({"TOXICITY":{"spanScores":[1]}})"),
            "Invalid value at 'attributeScores.TOXICITY.spanScores' (TYPE_MESSAGE)");
}

TEST(ModeratorOf, IsANameThatTheDaemonTakes) {
  EXPECT_EQ(moderator_of(""), "perspective");
  EXPECT_EQ(moderator_of("Coral:https://coral.example.org"), "perspective:Coral:https://coral.example.org");
  EXPECT_EQ(moderator_of("a\nb"), "perspective:a b");
  std::string many;
  for (int i = 0; i < 200; ++i) many += "é";
  const std::string name = moderator_of(many);
  EXPECT_EQ(name.size(), 256U);
  EXPECT_EQ(name, ("perspective:" + many).substr(0, 256));
  EXPECT_EQ(moderator_of("x" + many).size(), 255U) << "no character is cut in two";
}

}  // namespace
}  // namespace moderato::gateway::perspective
