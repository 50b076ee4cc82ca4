#include "coral/answer.hpp"

#include <gtest/gtest.h>
#include <boost/json.hpp>

#include <string>

namespace moderato::gateway::coral {
namespace {

namespace json = boost::json;

json::object verdict(std::string_view action, std::string_view reasons = "[]") {
  return json::parse(R"({"seq": 7, "action": ")" + std::string{action} + R"(", "reasons": )" + std::string{reasons} +
                     "}")
      .as_object();
}

json::value answered(const json::object& of, const AnswerSettings& settings = {}) {
  return json::parse(phase_answer(of, settings));
}

std::string one(std::string_view code, std::string_view action, std::string_view more = "") {
  return R"([{"filter": "f", "code": ")" + std::string{code} + R"(", "action": ")" + std::string{action} +
         R"(", "score": 1, "message": "Because.", "spans": [])" + std::string{more} + "}]";
}

TEST(PhaseAnswer, OfWhatIsApproved) {
  EXPECT_EQ(phase_answer(verdict("approve"), {}), "{}");  // to the letter: Coral compares the text
  EXPECT_EQ(answered(verdict("approve"), {.approved = CoralSettings::Approved::approved}),
            json::parse(R"({"status": "APPROVED"})"));
}

TEST(PhaseAnswer, OfWhatIsHeld) {
  EXPECT_EQ(answered(verdict("hold")), json::parse(R"({"status": "SYSTEM_WITHHELD"})"));
  EXPECT_EQ(answered(verdict("hold"), {.held = CoralSettings::Held::premod}), json::parse(R"({"status": "PREMOD"})"));
  EXPECT_EQ(answered(verdict("hold", one("civility.insult", "hold"))), json::parse(R"({"status": "SYSTEM_WITHHELD",
      "actions": [{"actionType": "FLAG", "reason": "COMMENT_DETECTED_TOXIC"}]})"));
  EXPECT_EQ(answered(verdict("hold", one("duplicate.near", "hold"))), json::parse(R"({"status": "SYSTEM_WITHHELD",
      "actions": [{"actionType": "FLAG", "reason": "COMMENT_DETECTED_SPAM"}]})"));
  const std::string both =
      R"([{"code": "links.denied", "action": "hold"}, {"code": "civility.threat", "action": "hold"},
      {"code": "links.too_many", "action": "hold"}])";
  EXPECT_EQ(answered(verdict("hold", both)), json::parse(R"({"status": "SYSTEM_WITHHELD", "actions": [
      {"actionType": "FLAG", "reason": "COMMENT_DETECTED_TOXIC"}, {"actionType": "FLAG", "reason": "COMMENT_DETECTED_SPAM"}]})"));
  for (const auto* const unsaid : {R"(, "shadow": true)", R"(, "error": true)"})
    EXPECT_EQ(answered(verdict("hold", one("civility.insult", "hold", unsaid))),
              json::parse(R"({"status": "SYSTEM_WITHHELD"})"));
  EXPECT_EQ(answered(verdict("hold", one("civility.insult", "pass"))), json::parse(R"({"status": "SYSTEM_WITHHELD"})"));
}

std::string code_of(std::string_view code) {
  const json::value answer = answered(verdict("reject", one(code, "reject")));
  return std::string{answer.at("moderationAction").at("rejectionReason").at("code").as_string()};
}

TEST(PhaseAnswer, OfWhatIsRejected) {
  EXPECT_EQ(answered(verdict("reject", one("civility.identity_attack", "reject"))),
            json::parse(R"({"status": "REJECTED",
      "moderationAction": {"status": "REJECTED",
                           "rejectionReason": {"code": "HATE_SPEECH", "detailedExplanation": "Because."}}})"));
  EXPECT_EQ(answered(verdict("reject"), {.reasons = false}), json::parse(R"({"status": "REJECTED"})"));
  EXPECT_EQ(code_of("civility.toxicity"), "ABUSIVE");
  EXPECT_EQ(code_of("civility.insult"), "ABUSIVE");
  EXPECT_EQ(code_of("civility.threat"), "HARASSMENT_BULLYING");
  EXPECT_EQ(code_of("civility.profanity"), "OFFENSIVE");
  EXPECT_EQ(code_of("civility.language"), "OTHER");
  EXPECT_EQ(code_of("wordlist.banned"), "BANNED_WORD");
  EXPECT_EQ(code_of("duplicate.campaign"), "SPAM");
  EXPECT_EQ(code_of("links.denied"), "SPAM");
  EXPECT_EQ(code_of("rate.author"), "SPAM");
  EXPECT_EQ(code_of("thread.other_article"), "IRRELEVANT_CONTENT");
  EXPECT_EQ(code_of("somebody.else\\u0022s"), "OTHER");
  EXPECT_EQ(code_of(""), "OTHER");
}

TEST(PhaseAnswer, WhyAFilterFailedIsNotTold) {
  EXPECT_EQ(answered(verdict("reject", one("filter.error", "reject", R"(, "error": true)"))),
            json::parse(R"({"status": "REJECTED",
                            "moderationAction": {"status": "REJECTED", "rejectionReason": {"code": "OTHER"}}})"));
}

TEST(PhaseAnswer, AnExplanationIsCutBetweenCharacters) {
  std::string message;
  for (int i = 0; i < 501; ++i) message += "\u00e9";
  auto of = verdict("reject", one("wordlist.banned", "reject"));
  of["reasons"].as_array()[0].as_object()["message"] = "x" + message;
  const json::value answer = answered(of);
  const auto& said = answer.at("moderationAction").at("rejectionReason").at("detailedExplanation").as_string();
  EXPECT_EQ(said.size(), 999);
}

TEST(PhaseAnswer, WhatIsNoVerdictIsHeld) {
  EXPECT_EQ(answered({}), json::parse(R"({"status": "SYSTEM_WITHHELD"})"));
  EXPECT_EQ(json::parse(held_answer({})), json::parse(R"({"status": "SYSTEM_WITHHELD"})"));
}

}  // namespace
}  // namespace moderato::gateway::coral
