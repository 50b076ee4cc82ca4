#include "comment/redact.hpp"

#include <gtest/gtest.h>

#include "comment/comment.hpp"

namespace moderato {
namespace {

// Erases, and checks that the length stays.
std::string erased(std::string_view frame) {
  const std::string out = erased_comment(frame);
  EXPECT_EQ(out.size(), frame.size()) << frame;
  return std::string{without_padding(out)};
}

std::string redacted(std::string_view frame, const Redaction& fields) {
  const std::string out = redacted_comment(frame, fields);
  EXPECT_EQ(out.size(), frame.size()) << frame;
  EXPECT_TRUE(parse_stored(out)) << out;
  return out;
}

TEST(ErasedComment, KeepsWhereItStoodAndNothingElse) {
  EXPECT_EQ(
      erased(R"({ "id" : "c1","site":"s", "article":"a\n1","parent":null,"author":{"id":"anna","ip":"1.2.3.4",)"
             R"("email":"a@b.c","badge":"gold"}, "text":"You \"}{][,: fool", "created_at":"2026-11-23T08:15:00Z",)"
             R"("language":"en","url":"https://x/anna","mood":{"deep":[1,{"text":"secret"}]},"n":-1.5e3 })"),
      R"({"id":"c1","site":"s","article":"a\n1","parent":null,"author":{"id":"-"},"text":"",)"
      R"("created_at":"2026-11-23T08:15:00Z","language":"en"})");
}

TEST(ErasedComment, ReadsAsACommentWhateverItWas) {
  for (const std::string frame : {R"({"id":"1","article":"a","author":{"id":"x"},"text":""})",
                                  R"({"text":"t","author":{"id":"x"},"article":"a","id":"1","a":[],"b":{},"c":""})",
                                  R"({"\u0069d":"1","article":"a","\u0061uthor":{"id":"x"},"te\u0078t":"t\\"})"}) {
    ASSERT_TRUE(parse_stored(frame)) << frame;
    const auto comment = parse_stored(erased(frame));
    ASSERT_TRUE(comment) << erased(frame);
    EXPECT_EQ(comment->id, "1");
    EXPECT_EQ(comment->author_id, "-");
    EXPECT_EQ(comment->text, "");
  }
}

TEST(ErasedComment, OfWhatIsNoCommentNothingStays) {
  for (const std::string frame : {"", "{", "[1]", "secret", R"({"id":"1")", R"({"id":"secret)", R"({"id" "1"})",
                                  R"({"id":"1","x":{"secret":1})", "{\"id\\", R"({"id":})"}) {
    const std::string left = erased_comment(frame);
    EXPECT_EQ(without_padding(left), "{}") << frame;
  }
}

TEST(ErasedVerdict, KeepsTheDecisionWithoutWhatTellsOfTheText) {
  const std::string verdict =
      R"({"seq":7,"id":"c1","site":"s","article":"a","action":"reject","reasons":[{"filter":"civility",)"
      R"("code":"civility.insult","action":"reject","score":0.9312,"message":"\"fool\" is an insult","spans":[[4,8]],)"
      R"("weights":[1.5],"shadow":true,"quote":"fool"}],"scores":{"civility":{"INSULT":0.9312,"THREAT":0}},)"
      R"("took_us":{"civility":12},"decided_at":"2026-11-23T08:15:00.000000Z","decided_by":"chain","revision":0,)"
      R"("chain":"abcd","more":"fool"})";
  const std::string out = erased_verdict(verdict);
  EXPECT_EQ(out.size(), verdict.size());
  EXPECT_EQ(without_padding(out),
            R"({"seq":7,"id":"c1","site":"s","article":"a","action":"reject","reasons":[{"filter":"civility",)"
            R"("code":"civility.insult","action":"reject","score":0.9312,"shadow":true,"message":"","spans":[]}],)"
            R"("scores":{"civility":{"INSULT":0.9312,"THREAT":0}},"took_us":{"civility":12},)"
            R"("decided_at":"2026-11-23T08:15:00.000000Z","decided_by":"chain","revision":0,"chain":"abcd"})");
  EXPECT_EQ(erased_verdict(out), out) << "erasing again changes nothing";
}

TEST(ErasedVerdict, OfWhatIsNoVerdictNothingStays) {
  for (const std::string verdict : {"", "[]", "secret", R"({"id":"secret)"})
    EXPECT_EQ(without_padding(erased_verdict(verdict)), "{}") << verdict;
}

TEST(RedactedComment, LosesTheNamedFieldsAndKeepsTheRestByteForByte) {
  const std::string frame =
      R"({"id":"c1", "article":"a","ip":"kept","author":{"id":"anna","ip":"1.2.3.4","email":"a@b.c","token":"t\"t"},)"
      R"("text":"ip","more":{"text":"kept"}})";
  EXPECT_EQ(
      redacted(frame, {.ip = true}),
      R"({"id":"c1", "article":"a","ip":"kept","author":{"id":"anna","ip":""       ,"email":"a@b.c","token":"t\"t"},)"
      R"("text":"ip","more":{"text":"kept"}})");
  EXPECT_EQ(
      redacted(frame, {.email = true, .token = true}),
      R"({"id":"c1", "article":"a","ip":"kept","author":{"id":"anna","ip":"1.2.3.4","email":""     ,"token":""    },)"
      R"("text":"ip","more":{"text":"kept"}})");
  EXPECT_EQ(
      redacted(frame, {.text = true}),
      R"({"id":"c1", "article":"a","ip":"kept","author":{"id":"anna","ip":"1.2.3.4","email":"a@b.c","token":"t\"t"},)"
      R"("text":""  ,"more":{"text":"kept"}})");
  EXPECT_EQ(redacted(frame, {}), frame);
}

TEST(RedactedComment, WithoutTheFieldsIsTheSame) {
  for (const std::string frame : {R"({"id":"1","article":"a","author":{"id":"x","ip":null,"email":""},"text":""})",
                                  R"({"id":"1","article":"a","author":{"id":"x"},"text":""})"})
    EXPECT_EQ(redacted(frame, {.ip = true, .email = true, .token = true, .text = true}), frame);
}

}  // namespace
}  // namespace moderato
