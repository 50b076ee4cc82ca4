// What is taken of comments:analyze, and what is said of the rest.
#include "perspective/analyze_request.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "perspective/failure.hpp"

namespace moderato::gateway::perspective {
namespace {

namespace json = boost::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr Offer offer{.spam = true, .leave_out_unknown = false, .text_bytes = 100};

// The request with one field of it changed; null takes it away.
std::string with(std::string_view name, const json::value& value) {
  json::object request{{"comment", {{"text", "Hello"}}}, {"requestedAttributes", {{"TOXICITY", json::object{}}}}};
  request[name] = value;
  return json::serialize(request);
}

// Message and type of what is refused.
using Refusal = std::pair<std::string, std::string>;
Refusal refusal(std::string body, const Offer& to = offer) {
  try {
    (void)parse_analyze_request(std::move(body), to);
    return {"taken", ""};
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.code, 400U);
    EXPECT_EQ(failure.status, "INVALID_ARGUMENT");
    std::string type;
    if (!failure.details.empty()) type = failure.details[0].as_object().at("errorType").as_string();
    return {failure.message, type};
  }
}

AnalyzeRequest taken(std::string body) {
  return parse_analyze_request(std::move(body), offer);
}

std::vector<std::string> names(const AnalyzeRequest& request) {
  std::vector<std::string> names;
  for (const RequestedAttribute& each : request.attributes) names.push_back(each.name);
  return names;
}

TEST(AnalyzeRequest, TakesAllThatPerspectiveTook) {
  const AnalyzeRequest request = taken(
      R"({"comment":{"text":"Hi","type":"PLAIN_TEXT"},"context":{"entries":[{"text":"What it answers","type":"PLAIN_TEXT"}]},
          "requestedAttributes":{"TOXICITY":{"scoreType":"PROBABILITY","scoreThreshold":0.25},"INSULT@6":{}},
          "spanAnnotations":true,"languages":["en","fr-CA"],"doNotStore":true,"clientToken":"t","sessionId":"s",
          "communityId":"c","somethingNew":{"x":[1]}})");
  EXPECT_EQ(request.text, "Hi");
  EXPECT_THAT(names(request), ElementsAre("TOXICITY", "INSULT@6"));
  EXPECT_EQ(request.attributes[0].threshold, 0.25);
  EXPECT_EQ(request.attributes[1].threshold, 0);
  EXPECT_THAT(request.languages, ElementsAre("en", "fr-CA"));
  EXPECT_TRUE(request.each_sentence);
  EXPECT_TRUE(request.do_not_store);
  EXPECT_EQ(request.client_token, "t");
}

TEST(AnalyzeRequest, TakesSnakeCase) {
  const AnalyzeRequest request = taken(
      R"({"comment":{"text":"Hi"},"context":{"article_and_parent_comment":{"article":{"text":"a"},"parent_comment":{"text":"p"}}},
          "requested_attributes":{"TOXICITY":{"score_type":"PROBABILITY","score_threshold":0.25}},
          "span_annotations":true,"do_not_store":true,"client_token":"t","session_id":"s","community_id":"c"})");
  EXPECT_EQ(request.attributes.at(0).threshold, 0.25);
  EXPECT_TRUE(request.each_sentence);
  EXPECT_TRUE(request.do_not_store);
  EXPECT_EQ(request.client_token, "t");
}

TEST(AnalyzeRequest, TakesNullForAbsent) {
  const AnalyzeRequest request = taken(
      R"({"comment":{"text":"Hi","type":null},"context":null,"requestedAttributes":{"TOXICITY":null},"spanAnnotations":null,
          "languages":null,"doNotStore":null,"clientToken":null})");
  EXPECT_FALSE(request.each_sentence);
  EXPECT_FALSE(request.do_not_store);
  EXPECT_EQ(request.client_token, std::nullopt);
}

TEST(AnalyzeRequest, TakesCoralsForm) {
  const AnalyzeRequest request =
      taken(R"({"comment":{"text":"T"},"doNotStore":false,"requestedAttributes":{"TOXICITY":{}},"languages":["en"]})");
  EXPECT_THAT(names(request), ElementsAre("TOXICITY"));
}

TEST(AnalyzeRequest, TakesWhatWouldKeepACommentFromBeingJudged) {
  EXPECT_EQ(taken(R"({"comment":{"text":"a\u0000b"},"requestedAttributes":{"TOXICITY":{}}})").text, "a b");
  EXPECT_EQ(taken(R"({"comment":{"text":"a\ud83d"},"requestedAttributes":{"TOXICITY":{}}})").text, "a\uFFFD");
}

TEST(AnalyzeRequest, SaysWhatIsWrongAsPerspectiveDid) {
  const Refusal empty{"Comment must be non-empty.", "COMMENT_EMPTY"};
  EXPECT_EQ(refusal(""), empty);
  EXPECT_EQ(refusal("{}"), empty);
  EXPECT_EQ(refusal(with("comment", {{"text", ""}})), empty);
  EXPECT_EQ(refusal(with("comment", {{"text", " \n\t"}})), empty);
  EXPECT_EQ(refusal(with("comment", {{"text", std::string(101, 'a')}})),
            Refusal("Comment text too long.", "COMMENT_TOO_LONG"));
  EXPECT_EQ(refusal(with("comment", {{"text", std::string(100, 'a')}})).first, "taken");
  const Refusal none{"Missing requested_attributes", "NO_REQUESTED_ATTRIBUTES"};
  EXPECT_EQ(refusal(with("requestedAttributes", nullptr)), none);
  EXPECT_EQ(refusal(with("requestedAttributes", json::object{})), none);
  EXPECT_EQ(refusal(with("requestedAttributes", {{"CURIOSITY_EXPERIMENTAL", json::object{}}})).first,
            "Unknown requested attribute: CURIOSITY_EXPERIMENTAL");
  EXPECT_EQ(refusal(with("requestedAttributes", {{"TOXICITY", {{"scoreType", "STDDEV_SCORE"}}}})).first,
            "Requested score type STDDEV_SCORE is not supported by attribute TOXICITY");
  EXPECT_EQ(refusal(with("languages", {"en", "om", "sv-FI"})),
            Refusal("Attribute TOXICITY does not support request languages: om, sv-FI",
                    "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE"));
  EXPECT_EQ(refusal(with("comment", {{"text", "a"}, {"type", "HTML"}})).first,
            "Currently, only 'PLAIN_TEXT' comments are supported");
  EXPECT_EQ(refusal(with("comment", {{"text", "a"}, {"type", "MARKDOWN"}})).first, "Unknown text type");
  EXPECT_EQ(
      refusal(with("context", {{"entries", {{{"text", "a"}}}}, {"articleAndParentComment", json::object{}}})).first,
      "Context can have either entries or article_and_parent_comment, but both fields were populated.");
}

TEST(AnalyzeRequest, NamesTheLanguagesThatWereRequested) {
  try {
    (void)taken(with("languages", {"om"}));
    FAIL() << "it was taken";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.details.at(0).as_object().at("languageNotSupportedByAttributeError"),
              (json::value{{"requestedLanguages", {"om"}}, {"attribute", "TOXICITY"}}));
  }
}

TEST(AnalyzeRequest, SaysWhereSomethingIsOfAnotherType) {
  EXPECT_EQ(refusal(with("comment", "Hello")).first, "Invalid value at 'comment' (TYPE_MESSAGE)");
  EXPECT_EQ(refusal(with("comment", {{"text", 5}})).first, "Invalid value at 'comment.text' (TYPE_STRING)");
  EXPECT_EQ(refusal(with("requestedAttributes", json::array{"TOXICITY"})).first,
            "Invalid value at 'requestedAttributes' (TYPE_MESSAGE)");
  EXPECT_EQ(refusal(with("requestedAttributes", {{"TOXICITY", true}})).first,
            "Invalid value at 'requestedAttributes.TOXICITY' (TYPE_MESSAGE)");
  EXPECT_EQ(refusal(with("languages", "en")).first, "Invalid value at 'languages' (a list)");
  EXPECT_EQ(refusal(with("languages", {5})).first, "Invalid value at 'languages' (TYPE_STRING)");
  EXPECT_EQ(refusal(with("doNotStore", "yes")).first, "Invalid value at 'doNotStore' (TYPE_BOOL)");
  EXPECT_EQ(refusal(with("clientToken", 7)).first, "Invalid value at 'clientToken' (TYPE_STRING)");
  EXPECT_EQ(refusal(with("context", {{"entries", {"a"}}})).first, "Invalid value at 'context.entries' (TYPE_MESSAGE)");
}

TEST(AnalyzeRequest, RefusesNumbersThatAreNone) {
  const auto threshold = [](std::string_view number) {
    return refusal(R"({"comment":{"text":"a"},"requestedAttributes":{"TOXICITY":{"scoreThreshold":)" +
                   std::string{number} + "}}}")
        .first;
  };
  EXPECT_EQ(threshold("1e400"), "Invalid value at 'requestedAttributes.TOXICITY.scoreThreshold' (TYPE_FLOAT)");
  EXPECT_EQ(threshold("\"0.5\""), "Invalid value at 'requestedAttributes.TOXICITY.scoreThreshold' (TYPE_FLOAT)");
  EXPECT_THAT(threshold("NaN"), HasSubstr("Invalid JSON payload received."));
  EXPECT_EQ(threshold("18446744073709551615"), "taken");
}

TEST(AnalyzeRequest, RefusesWhatIsNoJson) {
  for (const std::string body : {"{", "[1]", "\"x\"", "null", "{\"a\":\"\xff\"}", "{} {}", "\xEF\xBB\xBF{}"})
    EXPECT_THAT(refusal(body).first, HasSubstr("Invalid JSON payload received.")) << body;
  const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
  EXPECT_THAT(refusal(deep).first, HasSubstr("Invalid JSON payload received."));
  EXPECT_THAT(refusal(R"({"comment":{"text":"a"},"x":)" + deep + "}").first,
              HasSubstr("Invalid JSON payload received."));
}

TEST(AnalyzeRequest, BoundsWhatIsSaidAgain) {
  json::object many;
  for (int i = 0; i < 101; ++i) many["TOXICITY@" + std::to_string(i)] = json::object{};
  EXPECT_EQ(refusal(with("requestedAttributes", many)).first, "At most 100 attributes are taken.");
  const std::string longer = "TOXICITY@" + std::string(1'000, '6');
  EXPECT_EQ(refusal(with("requestedAttributes", {{longer, json::object{}}})).first,
            "Unknown requested attribute: " + longer.substr(0, 128));
  EXPECT_THAT(refusal(with("languages", json::array(65, "en"))).first, HasSubstr("At most 64 languages"));
}

TEST(AnalyzeRequest, LeavesOutWhatNobodyKnowsWhereTheSiteSaysSo) {
  const Offer lenient{.spam = false, .leave_out_unknown = true, .text_bytes = 100};
  const auto request = parse_analyze_request(
      with("requestedAttributes",
           {{"SPAM", json::object{}}, {"INCOHERENT", json::object{}}, {"THREAT", json::object{}}}),
      lenient);
  EXPECT_THAT(names(request), ElementsAre("THREAT"));
}

TEST(AnalyzeRequest, KnowsSpamOnlyWhereTheChainDoes) {
  const std::string body = with("requestedAttributes", {{"SPAM", json::object{}}});
  EXPECT_EQ(refusal(body).first, "taken");
  EXPECT_EQ(refusal(body, {.spam = false, .leave_out_unknown = false, .text_bytes = 100}).first,
            "Unknown requested attribute: SPAM");
}

}  // namespace
}  // namespace moderato::gateway::perspective
