// What receivers are told, and what not.
#include "webhooks/payload.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "messages.hpp"

namespace moderato::gateway {
namespace {

namespace json = boost::json;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(Payload, SaysWhatWasDecided) {
  const auto payload = payload_of(message(Topic::held, 17, "c1", "Hello \"you\"."));
  ASSERT_TRUE(payload);
  EXPECT_EQ(payload->type, "comment.held");
  EXPECT_EQ(payload->id, "msg_17_20261123081500100017");
  EXPECT_EQ(json::parse(payload->body), json::parse(R"({
    "type": "comment.held", "timestamp": "2026-11-23T08:15:00.100017Z",
    "data": {"seq": 17, "site": "s", "article": "a",
      "comment": {"id": "c1", "parent": "p", "author": {"id": "ann", "name": "Ann"}, "text": "Hello \"you\".",
                  "language": "", "url": "", "created_at": "2026-11-23T08:00:00.000000Z", "revision": 2},
      "verdict": {"action": "hold", "decided_at": "2026-11-23T08:15:00.100017Z", "decided_by": "moderator",
        "reasons": [{"filter": "civility", "code": "civility.insult", "action": "hold", "score": 0.5,
                     "message": "Rude words.", "spans": [[0, 5]]}]}}})"));
}

TEST(Payload, KeepsWhatIsPersonalToItself) {
  const std::string body = payload_of(message(Topic::approved, 1, "c1"))->body;
  for (const char* const secret : {"203.0.113.77", "ann@private", "token-of-ann", "555-0199", "mary", "tried"})
    EXPECT_THAT(body, Not(HasSubstr(secret)));
}

TEST(Payload, HasAnIdThatOnlyItHas) {
  const auto one = payload_of(message(Topic::approved, 1, "c1"));
  EXPECT_EQ(one->id, payload_of(message(Topic::approved, 1, "c1"))->id);
  EXPECT_NE(one->id, payload_of(message(Topic::approved, 2, "c1"))->id);
  // Whoever writes verdicts: what is signed has dots between its parts, and headers have lines.
  Message odd = message(Topic::approved, 1, "c1");
  odd.verdict = R"({"decided_at": "2026.\r\nX-Evil: 1"})";
  EXPECT_EQ(payload_of(odd)->id, "msg_1_20261");
}

TEST(Payload, IsNotMadeOfWhatCannotBeRead) {
  Message damaged = message(Topic::approved, 1, "c1");
  damaged.comment = "{";
  EXPECT_FALSE(payload_of(damaged));
}

TEST(Payload, CanBeErased) {
  const std::string body = erased(payload_of(message(Topic::held, 17, "c1", "Hello."))->body);
  for (const char* const gone : {"Hello", "Ann", "ann", "Rude", "spans"}) EXPECT_THAT(body, Not(HasSubstr(gone)));
  const json::value left = json::parse(body);
  EXPECT_EQ(left.at("type"), "comment.held");
  EXPECT_EQ(left.at("data").at("comment").at("id"), "c1");
  EXPECT_EQ(left.at("data").at("verdict").at("reasons").at(0).at("code"), "civility.insult");
}

TEST(Payload, CanBeErasedWhateverItIs) {
  for (const char* const text : {"", "{", "[]", "{}", R"({"data":7})", R"({"data":{"comment":7,"verdict":[]}})",
                                 R"({"data":{"verdict":{"reasons":[7]}}})"})
    (void)erased(text);
  const std::string body = test_payload("crm").body;
  EXPECT_EQ(erased(body), body);
}

}  // namespace
}  // namespace moderato::gateway
