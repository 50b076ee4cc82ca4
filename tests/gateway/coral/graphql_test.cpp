#include "coral/graphql.hpp"

#include <gtest/gtest.h>
#include <boost/json.hpp>

#include <string>

namespace moderato::gateway::coral {
namespace {

namespace json = boost::json;

http_client::Answer answer(std::string body, unsigned status = 200) {
  http_client::Answer answer;
  answer.status = status;
  answer.body = std::move(body);
  return answer;
}

TEST(Graphql, WhatIsNamedIsAVariable) {
  const GraphqlServer server{
      {.tls = true, .host = "coral.example", .port = "443", .authority = "coral.example", .target = "/api/graphql"},
      "token"};
  const std::string id = "\") { id } #\n";
  const auto request = read_comment(server, id);
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.url.target, "/api/graphql");
  const json::value body = json::parse(request.body);
  EXPECT_EQ(body.at("variables").at("id").as_string(), id);
  EXPECT_EQ(body.at("query").as_string().find(id), json::string::npos);
  bool authorized = false;
  for (const auto& [name, value] : request.headers) authorized |= name == "Authorization" && value == "Bearer token";
  EXPECT_TRUE(authorized);
}

TEST(Graphql, AComment) {
  const auto read = comment_in(answer(R"({"data": {"viewer": {"id": "me"}, "comment": {"id": "c1", "body": "<b>x</b>",
      "status": "APPROVED", "author": {"id": "u1"}, "story": {"id": "s1"}, "revision": {"id": "r2"},
      "statusHistory": {"nodes": [
        {"status": "APPROVED", "createdAt": "2026-11-23T08:15:01.000Z", "moderator": {"id": "mary"}},
        {"status": "SYSTEM_WITHHELD", "createdAt": "2026-11-23T08:15:00.000Z", "moderator": null}]}}}})"));
  ASSERT_TRUE(read && read->comment);
  EXPECT_EQ(read->viewer, "me");
  EXPECT_EQ(read->comment->revision, "r2");
  EXPECT_EQ(read->comment->status, Status::approved);
  ASSERT_TRUE(read->comment->moderated);
  EXPECT_EQ(read->comment->moderated->moderator, "mary");
}

TEST(Graphql, ACommentThatIsNotThereOrWhoseAuthorIsDeleted) {
  const auto none = comment_in(answer(R"({"data": {"viewer": null, "comment": null}})"));
  ASSERT_TRUE(none);
  EXPECT_FALSE(none->comment);
  const auto deleted = comment_in(answer(
      R"({"data": {"comment": {"id": "c1", "body": null, "status": "NONE", "author": null, "story": {"id": "s1"}, "revision": null}}})"));
  ASSERT_TRUE(deleted && deleted->comment);
  EXPECT_EQ(deleted->comment->author, "");
}

TEST(Graphql, WhatFailedSaysSo) {
  const auto why = [](const http_client::Answer& of) { return comment_in(of).error().message; };
  EXPECT_EQ(why(answer(R"({"errors": [{"message": "no\nsuch\u00e9"}], "data": null})")), "answered 200: no?such??");
  EXPECT_EQ(why(answer("", 502)), "answered 502");
  EXPECT_EQ(why(answer("<html>", 200)), "answered what is no GraphQL");
  EXPECT_EQ(why(answer(R"({"data": {"comment": {"id": "c1", "status": "NEW"}}})")), "answered a comment that is none");
  http_client::Answer away;
  away.failure = "can't be reached";
  EXPECT_EQ(why(away), "can't be reached");
  EXPECT_FALSE(done_in(answer(R"({"data": {"approveComment": null}})")));
  EXPECT_TRUE(done_in(answer(R"({"data": {"rejectComment": {"clientMutationId": "1"}}})")));
}

}  // namespace
}  // namespace moderato::gateway::coral
