#include "comment/verdict.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <limits>

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

TEST(Verdict, HasTheWeightsOfSpansThatAreWeighed) {
  Finding insult = Finding::hold("civility.insult", "");
  insult.spans = {{0, 3}, {4, 8}};
  insult.weights = {-0.25F, 2.3125F};
  Finding copy = Finding::hold("duplicate.copy", "");
  copy.spans = {{0, 8}};
  Judgement judgement;
  judgement.reasons = {{.filter = "civility", .finding = insult}, {.filter = "duplicate", .finding = copy}};
  const std::string verdict = verdict_of(judgement);
  EXPECT_NE(verdict.find(R"("spans":[[0,3],[4,8]],"weights":[-0.25,2.31]})"), std::string::npos) << verdict;
  EXPECT_NE(verdict.find(R"("spans":[[0,8]]})"), std::string::npos) << verdict;
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

// A byte is found wherever it stands among eight, beside any other.
TEST(JsonString, EscapesWhatMustBeAndNothingElseAtEveryPlace) {
  const std::string pattern = "aé\x1f\"\\ \x7f!#[]~😀";
  for (std::size_t before = 0; before < 17; ++before) {
    for (int c = 0; c < 128; ++c) {
      std::string text(before, 'x');
      text += static_cast<char>(c);
      text += pattern.substr(before % 2 == 0 ? 0 : 1 + std::string_view{"é"}.size());
      std::string out;
      append_json_string(out, text);
      ASSERT_EQ(boost::json::parse(out).as_string(), text) << before << ' ' << c;
      const bool escaped = c < 0x20 || c == '"' || c == '\\';
      ASSERT_EQ(out[1 + before] == '\\', escaped) << before << ' ' << c;
    }
  }
  std::string out;
  append_json_string(out, "");
  EXPECT_EQ(out, R"("")");
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

TEST(JsonNumber, HasThreeDigitsOrItsWholePart) {
  const auto number = [](double value) {
    std::string out;
    append_json_number(out, value);
    EXPECT_NO_THROW(static_cast<void>(boost::json::parse(out))) << out;
    return out;
  };
  EXPECT_EQ(number(0), "0");
  EXPECT_EQ(number(-0.0), "0");
  EXPECT_EQ(number(0.1F), "0.1");
  EXPECT_EQ(number(-2.3456), "-2.35");
  EXPECT_EQ(number(99.99), "100");
  EXPECT_EQ(number(999.6), "1000");
  EXPECT_EQ(number(123'456.7), "123457");
  EXPECT_EQ(number(0.000'012'34), "1.23e-05");
  EXPECT_EQ(number(-std::numeric_limits<double>::max()), "-1.8e+308");
  EXPECT_EQ(number(std::numeric_limits<float>::denorm_min()), "1.4e-45");
  EXPECT_EQ(number(std::numeric_limits<double>::infinity()), "0");
  EXPECT_EQ(number(std::numeric_limits<double>::quiet_NaN()), "0");
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
  for (std::size_t before = 0; before < 17; ++before) {
    const std::string ascii(before, 'x');
    const std::string nul(1, '\0');
    EXPECT_EQ(valid_utf8(ascii + nul + "\xff" + ascii + "é"), ascii + nul + "\xEF\xBF\xBD" + ascii + "é");
  }
}

TEST(Actions, HaveNames) {
  EXPECT_EQ(action_from("hold"), Action::hold);
  EXPECT_EQ(action_from("approve"), Action::approve);
  EXPECT_FALSE(action_from("Hold"));
  EXPECT_EQ(feed_topic(Topic::withdrawn, "s", "a/b"), "withdrawn/s/a/b");
}

}  // namespace
}  // namespace moderato
