// What becomes of comments, by the service's answers.
#include <gtest/gtest.h>

#include "finding.hpp"
#include "moderato/testing.hpp"
#include "test_server.hpp"

namespace moderato::external {
namespace {

using testing::CouldNotJudge;
using testing::Filter;

// The timeout is long: no test here is about it.
testing::Settings settings_for(const TestServer& server, const testing::Settings& more = {}) {
  testing::Settings settings{{"url", server.url()}, {"secret", "s3cret"}, {"timeout_ms", 60'000}};
  for (const auto& [name, value] : more) settings[name] = value;
  return settings;
}
Finding judged(const std::string& body, const testing::Settings& more = {}) {
  const TestServer server{always(http_answer("200 OK", body))};
  return Filter{settings_for(server, more)}.check({.text = "Well said."});
}
std::string why_not_judged(const std::string& answer) {
  const TestServer server{always(answer)};
  Filter filter{settings_for(server)};
  try {
    (void)filter.check({.text = "Well said."});
  } catch (const CouldNotJudge& error) {
    const std::string name = "the moderation service at " + server.url().substr(0, server.url().rfind('/')) + " ";
    EXPECT_TRUE(std::string_view{error.what()}.starts_with(name)) << error.what();
    return std::string{error.what()}.substr(std::min(name.size(), std::string_view{error.what()}.size()));
  }
  return "";
}
std::string why_refused(const testing::Settings& settings) {
  try {
    Filter{settings};
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "";
}

TEST(External, SendsWhatCoralSends) {
  const TestServer server{always(http_answer("200 OK", "{}"))};
  Filter filter{settings_for(server, {{"previous.secret", "old"}})};
  EXPECT_EQ(filter.check({.text = "Well said."}).action, Action::pass);
  ASSERT_EQ(server.requests().size(), 1U);
  const std::string request = server.requests()[0];
  EXPECT_TRUE(request.starts_with("POST /moderate HTTP/1.1\r\n")) << request;
  EXPECT_NE(request.find("\r\nHost: 127.0.0.1:"), request.npos);
  EXPECT_NE(request.find("\r\nContent-Type: application/json\r\n"), request.npos);
  EXPECT_NE(request.find("\r\nUser-Agent: Coral Moderation/"), request.npos);
  EXPECT_NE(request.find("\r\nX-Coral-Signature: sha256="), request.npos);
  EXPECT_NE(request.find(",sha256="), request.npos) << "both secrets sign";
  EXPECT_NE(request.find("\r\n\r\n{\n  \"action\": \"NEW\",\n"), request.npos);
}

TEST(External, PassesWhereTheServiceHasNoOpinion) {
  for (const std::string& answer :
       {http_answer("200 OK", ""), http_answer("200 OK", "{}"), std::string{"HTTP/1.1 204 No Content\r\n\r\n"},
        http_answer("202 Accepted", ""), http_answer("200 OK", R"({"status": "NONE"})")}) {
    const TestServer server{always(answer)};
    const Finding finding = Filter{settings_for(server)}.check({.text = "x"});
    EXPECT_EQ(finding.action, Action::pass) << answer;
    EXPECT_EQ(finding.code, "") << answer;
  }
}

TEST(External, TurnsAwayWhatIsRejected) {
  const Finding finding = judged(R"({"status": "REJECTED"})");
  EXPECT_EQ(finding.action, Action::reject);
  EXPECT_EQ(finding.code, "external.rejected");
  EXPECT_EQ(finding.message, "This comment was not accepted.");
  EXPECT_EQ(judged(R"({"status": "REJECTED"})", {{"rejected", "hold"}}).message,
            "A moderator looks at this comment, which may not be accepted.");
}

TEST(External, SaysWhyItIsRejected) {
  const auto said = [](const std::string& reason, bool show = true) {
    return judged(R"({"status": "REJECTED", "moderationAction": {"rejectionReason": {)" + reason + "}}}",
                  {{"show_explanation", show}})
        .message;
  };
  EXPECT_EQ(said(R"("code": "ABUSIVE")"), "This comment was not accepted for abusive behaviour.");
  EXPECT_EQ(said(R"("code": "SPAM", "detailedExplanation": "You sell shoes.")"),
            "This comment was not accepted for spam: You sell shoes.");
  EXPECT_EQ(said(R"("code": "OTHER", "customReason": "Off topic", "detailedExplanation": "Football only")"),
            "This comment was not accepted for: Off topic: Football only.");
  EXPECT_EQ(said(R"("code": "ILLEGAL_CONTENT", "legalGrounds": "section 130")"),
            "This comment was not accepted for illegal content (section 130).");
  EXPECT_EQ(said(R"("code": "SPAM", "detailedExplanation": "You sell shoes.")", false),
            "This comment was not accepted for spam.");
  EXPECT_EQ(said(R"("code": "OTHER", "customReason": "Off topic")", false), "This comment was not accepted.");
  EXPECT_EQ(judged(R"({"status": "REJECTED", "actions": [{"actionType": "FLAG", "reason": "COMMENT_DETECTED_TOXIC"}]})")
                .message,
            "This comment was not accepted as toxic.");
}

TEST(External, BoundsAHostileExplanation) {
  const std::string message = judged(R"({"status": "REJECTED", "moderationAction": {"rejectionReason": {)"
                                     R"("detailedExplanation": "a\n\u001b[31m\u202eb )" +
                                     std::string(100'000, 'x') + R"("}}})")
                                  .message;
  EXPECT_TRUE(message.starts_with("This comment was not accepted: a [31mb xxx")) << message.substr(0, 60);
  EXPECT_LT(message.size(), 700U);
  EXPECT_TRUE(message.ends_with("x….")) << message.substr(message.size() - 10);
  EXPECT_EQ(tamed("äöü", 4), "äö…");
  EXPECT_EQ(tamed(" \t\n ", 10), "");
  EXPECT_EQ(tamed("a\xff\xc3z\x7f", 10), "az");
}

TEST(External, HoldsWhatIsToBeReadFirst) {
  for (const char* status : {"PREMOD", "SYSTEM_WITHHELD"}) {
    const Finding finding = judged(R"({"status": ")" + std::string{status} +
                                   R"(", "actions": [{"actionType": "FLAG", "reason": "COMMENT_DETECTED_TOXIC"},)"
                                   R"({"actionType": "FLAG", "reason": "COMMENT_DETECTED_SPAM"}]})");
    EXPECT_EQ(finding.action, Action::hold);
    EXPECT_EQ(finding.code, "external.held");
    EXPECT_EQ(finding.message, "A moderator looks at this comment before it appears; it was marked as toxic and spam.");
  }
  const Finding noted = judged(R"({"status": "PREMOD"})", {{"held", "pass"}});
  EXPECT_EQ(noted.action, Action::pass);
  EXPECT_EQ(noted.code, "external.held");
}

TEST(External, HoldsWhatIsFlaggedOnly) {
  const std::string flag = R"("actions": [{"actionType": "FLAG", "reason": "COMMENT_DETECTED_SPAM"}])";
  for (const std::string& body : {"{" + flag + "}", R"({"status": "NONE", )" + flag + "}"}) {
    const Finding finding = judged(body);
    EXPECT_EQ(finding.action, Action::hold);
    EXPECT_EQ(finding.code, "external.flagged");
    EXPECT_EQ(finding.message, "A moderator looks at this comment before it appears; it was marked as spam.");
    EXPECT_EQ(judged(body, {{"flagged", "pass"}}).message, "This comment was marked as spam.");
  }
  EXPECT_EQ(judged(R"({"status": "APPROVED", )" + flag + "}").action, Action::pass);
}

TEST(External, ApprovesForGoodWhereTheOperatorSaysSo) {
  EXPECT_EQ(judged(R"({"status": "APPROVED"})").action, Action::pass);
  const Finding finding = judged(R"({"status": "APPROVED"})", {{"approved", "approve"}});
  EXPECT_EQ(finding.action, Action::approve);
  EXPECT_EQ(finding.code, "external.approved");
}

TEST(External, CannotJudgeByAWrongAnswer) {
  EXPECT_EQ(why_not_judged(http_answer("200 OK", R"({"status": "Rejected"})")),
            "gave an answer that can't be used: status is \"Rejected\", expected NONE or APPROVED or REJECTED or "
            "PREMOD or SYSTEM_WITHHELD");
  EXPECT_TRUE(
      why_not_judged(http_answer("200 OK", "<html>")).starts_with("gave an answer that can't be used: it is no"));
  EXPECT_EQ(why_not_judged(http_answer("404 Not Found", "{}")), "answered with status 404");
  EXPECT_EQ(why_not_judged(http_answer("503 Service Unavailable", "{}")), "answered with status 503");
}

TEST(External, FollowsNoRedirect) {
  for (const char* status : {"301 Moved Permanently", "302 Found", "307 Temporary Redirect"}) {
    const TestServer server{always(http_answer(status, "", "Location: /elsewhere\r\n"))};
    Filter filter{settings_for(server)};
    EXPECT_THROW((void)filter.check({.text = "x"}), CouldNotJudge);
    EXPECT_EQ(server.requests().size(), 1U);
  }
}

TEST(External, TellsTheAuthorsRole) {
  const auto role = [](const std::string& json, const testing::Settings& more = {}) {
    const TestServer server{always(http_answer("204 No Content", ""))};
    (void)Filter{settings_for(server, more)}.check({.text = "x", .json = json});
    const std::string request = server.requests().at(0);
    const std::size_t at = request.find(R"("role": ")") + 9;
    return request.substr(at, request.find('"', at) - at);
  };
  EXPECT_EQ(role(R"({"author": {"id": "a"}})"), "COMMENTER");
  EXPECT_EQ(role(R"({"author": {"role": "staff"}})"), "STAFF");
  EXPECT_EQ(role(R"({"author": {"role": ["MEMBER", "ADMIN", 7]}})"), "ADMIN");
  EXPECT_EQ(role(R"({"author": {"role": "boss"}})"), "COMMENTER");
  EXPECT_EQ(role(R"({"author": 7})"), "COMMENTER");
  EXPECT_EQ(role("no JSON"), "COMMENTER");
  const std::vector<std::string> editors{"editor", "reporter"};
  EXPECT_EQ(role(R"({"user": {"group": "Reporter"}})", {{"role_field", "user.group"}, {"roles.STAFF", editors}}),
            "STAFF");
  EXPECT_EQ(role(R"({"author": {"role": "ADMIN"}})", {{"role_field", ""}}), "COMMENTER");
}

TEST(External, RefusesWrongOptions) {
  const testing::Settings right{{"url", "http://127.0.0.1:1/"}, {"secret", "s"}};
  const auto refused = [&](const std::string& name, const testing::Value& value) {
    testing::Settings settings = right;
    settings[name] = value;
    return why_refused(settings);
  };
  EXPECT_EQ(why_refused(right), "");
  EXPECT_NE(why_refused({{"secret", "s"}}).find("url is missing: write where the service is"), std::string::npos);
  EXPECT_NE(why_refused({{"url", "http://127.0.0.1:1/"}}).find("secret is missing"), std::string::npos);
  EXPECT_NE(refused("url", "127.0.0.1").find("url is none"), std::string::npos);
  EXPECT_NE(refused("timeout_ms", 9).find("timeout_ms is out of range"), std::string::npos);
  EXPECT_NE(refused("approved", "reject").find("approved"), std::string::npos);
  EXPECT_NE(refused("format", "html").find("format"), std::string::npos);
  EXPECT_NE(refused("ca_file", "/nowhere").find("ca_file is of no use"), std::string::npos);
  testing::Settings tls = right;
  tls["url"] = "https://127.0.0.1:1/";
  tls["ca_file"] = "/nowhere";
  EXPECT_NE(why_refused(tls).find("ca_file can't be used"), std::string::npos);
}

}  // namespace
}  // namespace moderato::external
