// How an analysis is told.
#include "perspective/analyze_answer.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace moderato::gateway::perspective {
namespace {

namespace json = boost::json;

AnalyzeRequest request_of(std::string text) {
  AnalyzeRequest request;
  request.text = std::move(text);
  request.attributes.push_back({"TOXICITY@6", attribute_of("TOXICITY").value()});
  return request;
}

Scores scores(double toxicity) {
  return {toxicity};
}

json::value score(double value) {
  return {{"value", value}, {"type", "PROBABILITY"}};
}

TEST(AnalyzeAnswer, IsPerspectives) {
  AnalyzeRequest request = request_of("Hi");
  request.client_token = "say \"it\" again";
  const auto answer = json::parse(analyze_answer(request, {scores(0.25), {{{0, 2}, scores(0.25)}}, "en"}));
  const json::value expected{{"attributeScores",
                              {{"TOXICITY@6",
                                {{"spanScores", json::array{{{"begin", 0}, {"end", 2}, {"score", score(0.25)}}}},
                                 {"summaryScore", score(0.25)}}}}},
                             {"languages", json::array{"en"}},
                             {"detectedLanguages", json::array{"en"}},
                             {"clientToken", "say \"it\" again"}};
  EXPECT_EQ(answer, expected) << answer;
}

TEST(AnalyzeAnswer, CountsUtf16) {
  // One, one, two and one units.
  const auto answer =
      json::parse(analyze_answer(request_of("aé😀b"), {{}, {{{0, 3}, {}}, {{3, 7}, {}}, {{7, 8}, {}}}, {}}));
  const auto& spans = answer.at("attributeScores").at("TOXICITY@6").at("spanScores").as_array();
  ASSERT_EQ(spans.size(), 3U);
  EXPECT_EQ(spans[0].at("begin"), 0);
  EXPECT_EQ(spans[0].at("end"), 2);
  EXPECT_EQ(spans[1].at("begin"), 2);
  EXPECT_EQ(spans[1].at("end"), 4);
  EXPECT_EQ(spans[2].at("end"), 5);
}

TEST(AnalyzeAnswer, LeavesOutWhatIsBelowItsThreshold) {
  AnalyzeRequest request = request_of("Hi");
  request.attributes.push_back({"INSULT", attribute_of("INSULT").value(), 0.1});
  request.attributes.push_back({"THREAT", attribute_of("THREAT").value(), 0.0});
  const auto answer = json::parse(analyze_answer(request, {scores(0.25), {}, {}}));
  EXPECT_EQ(answer.at("attributeScores").as_object().size(), 2U);
  EXPECT_FALSE(answer.at("attributeScores").as_object().contains("INSULT"));
}

TEST(AnalyzeAnswer, SaysTheLanguagesThatWereRequestedElseThatWhichWasFound) {
  AnalyzeRequest request = request_of("Hi");
  EXPECT_EQ(json::parse(analyze_answer(request, {{}, {}, "fr"})).at("languages"), json::array{"fr"});
  const auto untold = json::parse(analyze_answer(request, {{}, {}, {}}));
  EXPECT_EQ(untold.at("languages"), json::array{"en"});
  EXPECT_EQ(untold.at("detectedLanguages"), json::array{});
  request.languages = {"en-GB", "fr"};
  const auto told = json::parse(analyze_answer(request, {{}, {}, "fr"}));
  EXPECT_EQ(told.at("languages"), (json::array{"en-GB", "fr"}));
  EXPECT_EQ(told.at("detectedLanguages"), json::array{"fr"});
}

TEST(SuggestAnswer, SaysWhatItWasGiven) {
  EXPECT_EQ(suggest_answer({}, {}, {}), R"({"detectedLanguages":[]})");
  const std::vector<std::string> requested{"en"};
  EXPECT_EQ(suggest_answer("t", requested, "fr"),
            R"({"detectedLanguages":["fr"],"requestedLanguages":["en"],"clientToken":"t"})");
}

}  // namespace
}  // namespace moderato::gateway::perspective
