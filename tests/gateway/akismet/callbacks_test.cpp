// Who is called back, with what, and what the answer means.
#include "akismet/callbacks.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace moderato::gateway::akismet {
namespace {

const CallbackOrigins origins{{{"s", {"https://blog.example.org", "http://localhost:*"}}, {"none", {}}}};
const Callback callback{"https://blog.example.org/wp-json/akismet/v1/webhook", "0123456789ab", "g1"};

LateDecision decision(Action action, const std::string& data = data_of(callback)) {
  return {.awaited = {"akismet", "s", "c1", data, {}}, .topic = Topic::approved, .action = action, .decision = {}};
}

http_client::Answer answer(const std::string& body, unsigned status = 200) {
  return {status, {}, {}, body};
}

TEST(CallbackOriginsTest, AllowWhatIsListedAndNothingElse) {
  EXPECT_TRUE(origins.allow("s", callback.url));
  EXPECT_TRUE(origins.allow("s", "https://blog.example.org:443/?rest_route=/akismet/v1/webhook"));
  EXPECT_TRUE(origins.allow("s", "http://localhost:8080/x"));
  for (const char* const url : {"http://blog.example.org/", "https://blog.example.org:8443/", "https://example.org/",
                                "https://blog.example.org.evil.example/", "https://u@blog.example.org/",
                                "//blog.example.org/", "https://evil.example/?https://blog.example.org", "",
                                "file:///etc/passwd", "https://blog.example.org/\r\nX: y"})
    EXPECT_FALSE(origins.allow("s", url)) << url;
  EXPECT_FALSE(origins.allow("none", callback.url));
  EXPECT_FALSE(origins.allow("unknown", callback.url));
}

TEST(ACallback, IsWhatThePluginOfWordPressTakes) {
  const auto request = speaker(origins).request_of(decision(Action::reject));
  ASSERT_TRUE(request);
  EXPECT_EQ(request->url.target, "/wp-json/akismet/v1/webhook");
  EXPECT_EQ(boost::json::parse(request->body),
            boost::json::parse(R"({"key": "0123456789ab", "endpoint": "comment-check",
                                   "comments": [{"guid": "g1", "result": "true"}]})"));
  const auto other = speaker(origins).request_of(decision(Action::approve));
  EXPECT_NE(other->body.find(R"("result":"false")"), std::string::npos);
}

TEST(ACallback, IsNotMadeWhereThereIsNothingToTell) {
  const LateSpeaker akismet = speaker(origins);
  EXPECT_FALSE(akismet.request_of(decision(Action::hold)));
  EXPECT_FALSE(akismet.request_of(decision(Action::reject, "no json")));
  EXPECT_FALSE(akismet.request_of(decision(Action::reject, "{}")));
  Callback elsewhere = callback;
  elsewhere.url = "https://no-more-listed.example/";
  EXPECT_FALSE(akismet.request_of(decision(Action::reject, data_of(elsewhere))));
}

TEST(ACallback, IsDoneOnceTheClientSaysSo) {
  const LateSpeaker akismet = speaker(origins);
  const LateDecision told = decision(Action::reject);
  EXPECT_EQ(akismet.judge(told, answer(R"({"comments": {"g1": {"status": "success"}}})")), Telling::done);
  for (const char* const text :
       {R"({"comments": {"g1": {"status": "error", "message": "Could not find matching comment."}}})",
        R"({"comments": {"g2": {"status": "success"}}})", "", "<html>", "[]", "{}"})
    EXPECT_EQ(akismet.judge(told, answer(text)), Telling::again) << text;
  EXPECT_EQ(akismet.judge(told, answer("", 503)), Telling::again);
  EXPECT_EQ(akismet.judge(told, answer("", 404)), Telling::never);
}

}  // namespace
}  // namespace moderato::gateway::akismet
