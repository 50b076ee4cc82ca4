// What is asked of Perspective, and what its answers are taken for.
#include "cli/compare_perspective/perspective_protocol.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace moderato::cli::testing {
namespace {

namespace json = boost::json;

Outcome outcome(long status, const std::string& body) {
  return outcome_of({.status = status, .body = body, .retry_after = {}});
}

std::string error(const std::string& type, const std::string& more = "", const std::string& message = "No.") {
  return R"({"error":{"code":400,"message":")" + message +
         R"(","status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.rpc.Help"},{"@type":)"
         R"("type.googleapis.com/google.commentanalyzer.v1alpha1.Error","errorType":")" +
         type + "\"" + more + "}]}}";
}

TEST(AnalyzeRequest, AsksThatNothingBeStored) {
  Attributes attributes;
  attributes.set(0).set(5);
  EXPECT_EQ(json::parse(analyze_request("a \"b\"\n", "fr", attributes)),
            json::parse(R"({"comment":{"text":"a \"b\"\n"},"requestedAttributes":{"TOXICITY":{},"THREAT":{}},)"
                        R"("doNotStore":true,"languages":["fr"]})"));
  EXPECT_FALSE(json::parse(analyze_request("a", "", attributes)).as_object().contains("languages"));
}

TEST(Outcome, TakesScores) {
  const Outcome got =
      outcome(200, R"({"attributeScores":{"INSULT":{"spanScores":[],"summaryScore":{"value":0.25,"type":)"
                   R"("PROBABILITY"}},"TOXICITY":{"summaryScore":{"value":1}},"NEW":3},"languages":["en"]})");
  const auto* scored = std::get_if<Scored>(&got);
  ASSERT_NE(scored, nullptr);
  EXPECT_EQ(scored->scores[0], 1);
  EXPECT_EQ(scored->scores[2], 0.25);
  EXPECT_FALSE(scored->scores[1]);
}

TEST(Outcome, TellsAnAttributeThatThisLanguageLacks) {
  const Outcome got = outcome(400, error("LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE",
                                         R"(,"languageNotSupportedByAttributeError":{"detectedLanguages":["om"],)"
                                         R"("attribute":"SEXUALLY_EXPLICIT"})"));
  ASSERT_TRUE(std::holds_alternative<NotForThis>(got));
  EXPECT_EQ(std::get<NotForThis>(got).attribute, 6U);
}

TEST(Outcome, TellsACommentThatCantBeScored) {
  for (const char* type :
       {"COMMENT_TOO_LONG", "COMMENT_EMPTY", "LANGUAGE_DETECTION_FAILED", "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE"}) {
    const Outcome got = outcome(400, error(type));
    ASSERT_TRUE(std::holds_alternative<Refused>(got)) << type;
    EXPECT_EQ(std::get<Refused>(got).why, type);
  }
}

TEST(Outcome, WaitsWhereTheServiceIsBusy) {
  const Outcome got = outcome_of({.status = 429, .body = "<html>", .retry_after = std::chrono::seconds{7}});
  ASSERT_TRUE(std::holds_alternative<Busy>(got));
  EXPECT_EQ(std::get<Busy>(got).wait, std::chrono::seconds{7});
  EXPECT_TRUE(std::holds_alternative<Busy>(outcome(503, "")));
}

TEST(Outcome, FailsOnWhatWillNotGetBetter) {
  EXPECT_EQ(std::get<Failed>(outcome(400, R"({"error":{"code":400,"message":"API key not valid."}})")).why,
            "HTTP status 400: API key not valid.");
  EXPECT_EQ(std::get<Failed>(outcome(403, R"({"error":{"message":"Denied"}})")).why, "HTTP status 403: Denied");
  for (const long status : {200L, 301L, 400L, 404L})
    for (const char* nonsense : {"", "hello", "[]", "{}", "null", R"({"error":[]})", R"({"error":{"details":[1,{}]}})",
                                 R"({"attributeScores":{}})", R"({"attributeScores":{"TOXICITY":{"summaryScore":1}}})",
                                 R"({"attributeScores":{"TOXICITY":{"summaryScore":{"value":1.5}}}})",
                                 R"({"attributeScores":{"TOXICITY":{"summaryScore":{"value":"1"}}}})"})
      EXPECT_TRUE(std::holds_alternative<Failed>(outcome(status, nonsense))) << status << ' ' << nonsense;
}

TEST(Outcome, RepeatsNoMoreThanTheBeginningOfAMessage) {
  const Outcome got = outcome(403, R"({"error":{"message":")" + std::string(100'000, 'x') + R"("}})");
  EXPECT_LT(std::get<Failed>(got).why.size(), 400U);
}

}  // namespace
}  // namespace moderato::cli::testing
