#include "comment/verdict.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "comment/json_text.hpp"

namespace moderato {
namespace {

CommentFrame comment() {
  return *parse_comment(R"({"id": "c\"1", "article": "a", "author": {"id": "u"}, "text": "you fool"})", {});
}

std::string verdict_of(const Judgement& judgement) {
  std::string out;
  append_verdict(out, comment(), judgement, {Seq{7}, 2, *parse_rfc3339("2026-11-23T08:15:00Z"), "chain"});
  return out;
}

TEST(Verdict, IsWrittenAsDesigned) {
  Finding insult = Finding::hold("civility.insult", "This reads as an insult.");
  insult.score = 0.91239;
  insult.spans = {{4, 8}};
  insult.scores = {{"INSULT", 0.91239}, {"THREAT", 0}, {"TOXICITY", 1}};
  Judgement judgement;
  judgement.action = Action::hold;
  judgement.reasons = {{.filter = "membership", .finding = {}},
                       {.filter = "civility", .finding = insult, .shadow = true}};
  judgement.times = {{"membership", 3}, {"civility", 12}};
  judgement.chain = "abc123";
  EXPECT_EQ(verdict_of(judgement),
            R"({"seq":7,"id":"c\"1","site":"default","article":"a","action":"hold","reasons":[{"filter":"civility",)"
            R"("code":"civility.insult","action":"hold","score":0.9124,"message":"This reads as an insult.",)"
            R"("spans":[[4,8]],"shadow":true}],"scores":{"civility":{"INSULT":0.9124,"THREAT":0,"TOXICITY":1}},)"
            R"("took_us":{"membership":3,"civility":12},"decided_at":"2026-11-23T08:15:00.000000Z",)"
            R"("decided_by":"chain","revision":2,"chain":"abc123"})");
}

TEST(Verdict, IsJsonWhateverItHolds) {
  std::string nasty;
  for (int c = 1; c < 0x80; ++c) nasty += static_cast<char>(c);
  Judgement judgement;
  judgement.reasons = {{.filter = nasty, .finding = Finding::reject("x", nasty)}};
  const boost::json::value parsed = boost::json::parse(verdict_of(judgement));
  const auto& reason = parsed.at("reasons").at(0);
  EXPECT_EQ(reason.at("message").as_string(), nasty);
  EXPECT_EQ(reason.at("filter").as_string(), nasty);
}

TEST(JsonShare, RoundsToFourDecimalsWithinZeroAndOne) {
  const auto share = [](double value) {
    std::string out;
    append_json_share(out, value);
    return out;
  };
  EXPECT_EQ(share(0.5), "0.5");
  EXPECT_EQ(share(0.00004), "0");
  EXPECT_EQ(share(0.00005), "0.0001");
  EXPECT_EQ(share(0.99996), "1");
  EXPECT_EQ(share(7), "1");
  EXPECT_EQ(share(-1), "0");
  EXPECT_EQ(share(std::numeric_limits<double>::quiet_NaN()), "0");
  EXPECT_EQ(share(0.1234), "0.1234");
}

TEST(ValidUtf8, ReplacesOnlyWhatIsNone) {
  EXPECT_EQ(valid_utf8("Café 😀"), "Café 😀");
  EXPECT_EQ(valid_utf8("a\xff"
                       "b"),
            "a\xEF\xBF\xBD"
            "b");
  EXPECT_EQ(valid_utf8("\xed\xa0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");  // a surrogate
  EXPECT_EQ(valid_utf8("\xc0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD");                  // an overlong NUL
  EXPECT_EQ(valid_utf8("\xf0\x9f\x98"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");  // cut short
}

TEST(Actions, HaveNames) {
  EXPECT_EQ(action_from("hold"), Action::hold);
  EXPECT_EQ(action_from("approve"), Action::approve);
  EXPECT_FALSE(action_from("Hold"));
  EXPECT_EQ(feed_topic(Topic::withdrawn, "s", "a/b"), "withdrawn/s/a/b");
}

}  // namespace
}  // namespace moderato
