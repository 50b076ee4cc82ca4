// What travels between the daemon and an isolated filter's process arrives as it was sent, or not at all.
#include "chain/isolation/wire.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "comment/comment.hpp"

namespace moderato::isolation {
namespace {

class Wire : public ::testing::Test {
 protected:
  template <class T>
  std::string sent(const T& what) {
    std::vector<char> room(1U << 20U);
    ByteWriter out{room};
    encode(out, what);
    EXPECT_TRUE(out.ok());
    return {room.data(), out.size()};
  }

  static std::string what_is_wrong(std::string_view bytes, std::size_t text_size = 10) {
    const auto answer = decode_answer(bytes, text_size);
    return answer ? "nothing" : answer.error().message;
  }

  // An answer with everything in it.
  static Answer full() {
    Answer answer{Finding::hold("test.hold", "h\xC3\xA9ld"), {}, std::chrono::microseconds{42}};
    answer.finding.score = 0.25;
    answer.finding.spans = {{0, 3}, {4, 10}};
    answer.finding.weights = {1.5F, -2};
    answer.finding.follows_parent = true;
    answer.finding.scores = {{"TOXICITY", 0.75}, {"INSULT", 1}};
    return answer;
  }
};

TEST_F(Wire, ACommentArrivesAsItWasSent) {
  const auto parsed = parse_comment(
      R"({"id":"1","site":"s","article":"a","parent":"0","author":{"id":"u","name":"U","ip":"::1","email":"e@x",)"
      R"("token":"t"},"text":"hello","language":"en","url":"https://x","created_at":"2026-01-02T03:04:05Z"})",
      {});
  moderato_comment comment = to_abi(*parsed, now(), 7);
  comment.parent_text = abi::string("above");
  comment.article_title = abi::string("");
  comment.article_closed = 1;
  comment.author_approved = 2;
  comment.author_held = 3;
  comment.author_rejected = 4;
  comment.parent_article = abi::string("b");
  comment.parent_state = MODERATO_PARENT_HELD;
  comment.depth = 5;
  comment.article_published_at = 6;
  comment.anew = 1;
  const std::string bytes = sent(comment);
  ByteReader in{bytes};
  const moderato_comment got = decode_comment(in);
  ASSERT_TRUE(in.at_end());
  for (const auto member :
       {&moderato_comment::site, &moderato_comment::id, &moderato_comment::article, &moderato_comment::parent,
        &moderato_comment::author_id, &moderato_comment::author_name, &moderato_comment::author_ip,
        &moderato_comment::author_email, &moderato_comment::author_token, &moderato_comment::text,
        &moderato_comment::language, &moderato_comment::url, &moderato_comment::json, &moderato_comment::parent_text,
        &moderato_comment::parent_author_id, &moderato_comment::article_title, &moderato_comment::article_url,
        &moderato_comment::article_text, &moderato_comment::parent_article}) {
    EXPECT_EQ(abi::view(got.*member), abi::view(comment.*member));
    EXPECT_EQ((got.*member).data == nullptr, (comment.*member).data == nullptr);  // absent is not empty
  }
  EXPECT_EQ(got.created_at, comment.created_at);
  EXPECT_EQ(got.now, comment.now);
  EXPECT_EQ(got.revision, 7U);
  EXPECT_EQ(got.article_closed, 1U);
  EXPECT_EQ(got.author_approved, 2U);
  EXPECT_EQ(got.author_held, 3U);
  EXPECT_EQ(got.author_rejected, 4U);
  EXPECT_EQ(got.parent_state, MODERATO_PARENT_HELD);
  EXPECT_EQ(got.depth, 5U);
  EXPECT_EQ(got.article_published_at, 6);
  EXPECT_EQ(got.anew, 1U);
}

TEST_F(Wire, ADecisionArrivesAsItWasSent) {
  const auto parsed = parse_comment(R"({"id":"1","article":"a","author":{"id":"u"},"text":"hello"})", {});
  const moderato_comment comment = to_abi(*parsed, now(), 1);
  const moderato_decision decision{.size = sizeof(moderato_decision),
                                   .comment = &comment,
                                   .action = MODERATO_REJECT,
                                   .seq = 1'234'567'890'123,
                                   .decided_at = 99,
                                   .decided_by = abi::string("ann"),
                                   .replayed = 1,
                                   .anew = 1};
  const std::string bytes = sent(decision);
  ByteReader in{bytes};
  DecodedDecision decoded = decode_decision(in);
  ASSERT_TRUE(in.at_end());
  const moderato_decision& got = decoded.get();
  EXPECT_EQ(abi::view(got.comment->text), "hello");
  EXPECT_EQ(abi::view(got.comment->json), parsed->frame);
  EXPECT_EQ(got.comment->revision, 1U);
  EXPECT_EQ(got.action, MODERATO_REJECT);
  EXPECT_EQ(got.seq, decision.seq);
  EXPECT_EQ(got.decided_at, 99);
  EXPECT_EQ(abi::view(got.decided_by), "ann");
  EXPECT_EQ(got.replayed, 1U);
  EXPECT_EQ(got.anew, 1U);
}

TEST_F(Wire, AnAnswerArrivesAsItWasSent) {
  const Answer answer = full();
  const auto got = decode_answer(sent(answer), 10);
  ASSERT_TRUE(got) << got.error().message;
  EXPECT_FALSE(got->error);
  EXPECT_EQ(got->took, answer.took);
  EXPECT_EQ(got->finding.action, Action::hold);
  EXPECT_EQ(got->finding.code, answer.finding.code);
  EXPECT_EQ(got->finding.message, answer.finding.message);
  EXPECT_EQ(got->finding.score, answer.finding.score);
  EXPECT_EQ(got->finding.spans, answer.finding.spans);
  EXPECT_EQ(got->finding.weights, answer.finding.weights);
  EXPECT_TRUE(got->finding.follows_parent);
  ASSERT_EQ(got->finding.scores.size(), 2U);
  EXPECT_EQ(got->finding.scores[0].attribute, "TOXICITY");
  EXPECT_EQ(got->finding.scores[1].value, 1);
}

TEST_F(Wire, AnErrorArrivesAsItWasSent) {
  const auto got = decode_answer(sent(Answer{{}, "the database is away", std::chrono::microseconds{3}}), 10);
  ASSERT_TRUE(got);
  EXPECT_EQ(got->error, "the database is away");
}

TEST_F(Wire, WhatNoFilterMayAnswerIsRefused) {
  const auto with = [this](auto change) {
    Answer answer = full();
    change(answer.finding);
    return what_is_wrong(sent(answer));
  };
  EXPECT_EQ(with([](Finding& f) { f.action = static_cast<Action>(9); }), "an unknown action");
  EXPECT_EQ(with([](Finding& f) { f.score = 1.5; }), "a score outside 0..1");
  EXPECT_EQ(with([](Finding& f) { f.spans[1].end = 11; }), "a span outside the text");
  EXPECT_EQ(with([](Finding& f) { f.weights.pop_back(); }), "not as many weights as spans");
  EXPECT_EQ(with([](Finding& f) { f.code = "\"quoted\""; }), "a code that is none");
  EXPECT_EQ(with([](Finding& f) { f.message.assign(10'000, 'x'); }), "a message that is too long");
  EXPECT_EQ(with([](Finding& f) { f.message.assign(100'000, 'x'); }), "an answer that is too large");
  EXPECT_EQ(with([](Finding& f) { f.scores.resize(65, {"A", 0}); }), "too many scores");
  EXPECT_EQ(with([](Finding& f) { f.spans.resize(1'001, {0, 1}); }), "too many spans");
}

TEST_F(Wire, AnAnswerThatIsCutOrLongerIsRefused) {
  for (const Answer& answer : {full(), Answer{{}, "no", {}}}) {
    const std::string bytes = sent(answer);
    for (std::size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(decode_answer(bytes.substr(0, size), 10));
    EXPECT_EQ(what_is_wrong(bytes + "x"), "more than an answer");
  }
  EXPECT_EQ(what_is_wrong(std::string("\x07\0\0\0\0\0\0\0\0", 9)), "neither a finding nor an error");
}

TEST_F(Wire, TextThatIsNoUtf8IsRefused) {
  Answer answer = full();
  answer.finding.message = "\xff";
  EXPECT_EQ(what_is_wrong(sent(answer)), "a message that is no UTF-8");
  EXPECT_EQ(what_is_wrong(sent(Answer{{}, "\xff", {}})), "an error that is no UTF-8");
}

// An answer at every bound at once is still one.
TEST_F(Wire, TheLargestAnswerFits) {
  Answer answer = full();
  answer.finding.code.assign(64, 'c');
  answer.finding.message.assign(6'000, 'm');
  answer.finding.spans.assign(1'000, {0, 1});
  answer.finding.weights.assign(1'000, 1);
  answer.finding.scores.assign(64, {std::string(64, 'A'), 1});
  EXPECT_EQ(what_is_wrong(sent(answer)), "nothing");
}

TEST_F(Wire, WhatDoesNotFitIsNoticed) {
  std::array<char, 20> room{};
  ByteWriter out{room};
  encode(out, full());
  EXPECT_FALSE(out.ok());
  out.cut(0);
  out.text("fits");
  EXPECT_TRUE(out.ok());
}

}  // namespace
}  // namespace moderato::isolation
