#include "coral/answer.hpp"

#include <gtest/gtest.h>

namespace moderato::external {
namespace {

std::string why_wrong(std::string_view body) {
  try {
    (void)parse_answer(body);
  } catch (const WrongAnswer& wrong) {
    return wrong.what();
  }
  return "";
}

TEST(CoralAnswer, MayHaveNoOpinion) {
  for (const char* body : {"", "{}", " { } ", R"({"unknown": 1, "more": {"status": "WRONG"}})", R"({"actions": []})"}) {
    const Answer answer = parse_answer(body);
    EXPECT_FALSE(answer.status) << body;
    EXPECT_TRUE(answer.flags.empty()) << body;
    EXPECT_FALSE(answer.reason) << body;
  }
}

TEST(CoralAnswer, HasAStatus) {
  const std::pair<const char*, Status> all[]{{"NONE", Status::none},
                                             {"APPROVED", Status::approved},
                                             {"REJECTED", Status::rejected},
                                             {"PREMOD", Status::premod},
                                             {"SYSTEM_WITHHELD", Status::system_withheld}};
  for (const auto& [name, status] : all)
    EXPECT_EQ(parse_answer(R"({"status": ")" + std::string{name} + R"("})").status, status) << name;
}

TEST(CoralAnswer, HasFlagsTagsAndAReason) {
  const Answer answer = parse_answer(R"({
    "status": "REJECTED", "tags": ["FEATURED", "STAFF"],
    "actions": [{"actionType": "FLAG", "reason": "COMMENT_DETECTED_SPAM", "more": 1},
                {"actionType": "FLAG", "reason": "COMMENT_DETECTED_TOXIC"}],
    "moderationAction": {"status": "REJECTED", "rejectionReason": {
      "code": "HATE_SPEECH", "legalGrounds": "law", "detailedExplanation": "because", "customReason": "own"}}})");
  EXPECT_EQ(answer.flags, (std::vector{Flag::spam, Flag::toxic}));
  ASSERT_TRUE(answer.reason);
  EXPECT_EQ(answer.reason->code, ReasonCode::hate_speech);
  EXPECT_EQ(answer.reason->legal_grounds, "law");
  EXPECT_EQ(answer.reason->explanation, "because");
  EXPECT_EQ(answer.reason->custom, "own");
}

// In Coral too, the comment's status is the one at the top.
TEST(CoralAnswer, HasNoStatusForThatOfItsModerationAction) {
  EXPECT_FALSE(parse_answer(R"({"moderationAction": {"status": "REJECTED"}})").status);
}

TEST(CoralAnswer, IsWrongAsAWholeForOneWrongValue) {
  const std::pair<const char*, const char*> cases[]{
      {R"({"status": "rejected"})",
       R"(status is "rejected", expected NONE or APPROVED or REJECTED or PREMOD or SYSTEM_WITHHELD)"},
      {R"({"status": null})", "status is a null"},
      {R"({"status": ""})", R"(status is "")"},
      {R"({"status": "REJECTED", "actions": [{"actionType": "FLAG", "reason": "COMMENT_DETECTED_LINKS"}]})",
       R"(actions[0].reason is "COMMENT_DETECTED_LINKS", expected COMMENT_DETECTED_TOXIC or COMMENT_DETECTED_SPAM)"},
      {R"({"actions": [{"reason": "COMMENT_DETECTED_SPAM"}]})", "actions[0].actionType is missing"},
      {R"({"actions": [{"actionType": "FLAG"}]})", "actions[0].reason is missing"},
      {R"({"actions": [{"actionType": "DONT_AGREE", "reason": "COMMENT_DETECTED_SPAM"}]})", "actions[0].actionType is"},
      {R"({"actions": ["FLAG"]})", "actions[0] is \"FLAG\", expected an object"},
      {R"({"actions": {}})", "actions is a object, expected an array"},
      {R"({"tags": ["FEATURED", "UNANSWERED"]})", "tags[1] is \"UNANSWERED\", expected FEATURED or STAFF"},
      {R"({"tags": []})", "tags is empty"},
      {R"({"moderationAction": "REJECTED"})", "moderationAction is \"REJECTED\", expected an object"},
      {R"({"moderationAction": {"status": "GONE"}})", "moderationAction.status is \"GONE\""},
      {R"({"moderationAction": {"rejectionReason": {"code": "RUDE"}}})",
       "moderationAction.rejectionReason.code is \"RUDE\""},
      {R"({"moderationAction": {"rejectionReason": {"customReason": 7}}})",
       "moderationAction.rejectionReason.customReason is a int64, expected a string"},
      {"[]", "it is a array, expected an object"},
      {"null", "it is a null"},
      {"{", "it is no JSON"},
      {"Internal Server Error", "it is no JSON"},
      {"{} {}", "it is no JSON"},
      {"{\"status\": \"\xff\"}", "it is no JSON"},
  };
  for (const auto& [body, expected] : cases)
    EXPECT_TRUE(why_wrong(body).starts_with(expected)) << body << ": " << why_wrong(body);
}

TEST(CoralAnswer, CannotMakeTheReaderFail) {
  EXPECT_NE(why_wrong(std::string(1'000'000, '[')), "");
  EXPECT_LT(why_wrong(R"({"status": ")" + std::string(1'000'000, 'x') + "\"}").size(), 200U);
  std::string many = R"({"actions": [)";
  for (int i = 0; i < 20'000; ++i) many += R"({"actionType": "FLAG", "reason": "COMMENT_DETECTED_SPAM"},)";
  many.back() = ']';
  EXPECT_EQ(parse_answer(many + "}").flags.size(), 20'000U);
}

}  // namespace
}  // namespace moderato::external
