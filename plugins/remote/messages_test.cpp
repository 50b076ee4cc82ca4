#include "messages.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "one_line.hpp"
#include "past.hpp"

namespace moderato::remote {
namespace {

namespace json = boost::json;

// A comment with what the ABI needs, and nothing else.
moderato_comment raw(std::string_view id, std::string_view frame) {
  moderato_comment comment{};
  comment.size = sizeof comment;
  comment.site = abi::string("default");
  comment.id = abi::string(id);
  comment.article = abi::string("a");
  comment.author_id = abi::string("u");
  comment.text = abi::string("hello");
  comment.json = abi::string(frame);
  comment.now = 1'700'000'000'123'456;
  return comment;
}

json::object parsed(const std::string& message) {
  EXPECT_EQ(message.find('\n'), std::string::npos);
  return json::parse(message).get_object();
}

TEST(Messages, AboutACommentHaveItAsTheSiteSentIt) {
  const moderato_comment comment = raw("1", R"({"id":"1","extra":{"kept":[1,2]},"text":"hello"})");
  const auto message = parsed(check(17, question(Comment{comment}, {})));
  EXPECT_EQ(message.at("type"), "check");
  EXPECT_EQ(message.at("id"), 17);
  EXPECT_EQ(message.at("site"), "default");
  EXPECT_EQ(message.at("now"), "2023-11-14T22:13:20.123456Z");
  EXPECT_EQ(message.at("revision"), 0);
  EXPECT_EQ(message.at("comment"), json::parse(R"({"id":"1","extra":{"kept":[1,2]},"text":"hello"})"));
  EXPECT_FALSE(message.contains("context"));
}

TEST(Messages, AreOneLineEachWhateverTheSiteSent) {
  const std::string frame = "{\r\n  \"id\": \"1\",\n\t\"text\": \"a\\nb\u2028c\u2029d\u0085e\u20ac\u00e9\"\n}\n";
  const std::string line = check(1, question(Comment{raw("1", frame)}, {}));
  for (const char* end : {"\n", "\r", "\u2028", "\u2029", "\u0085"}) EXPECT_EQ(line.find(end), std::string::npos);
  EXPECT_EQ(parsed(line).at("comment").at("text"), "a\nb\u2028c\u2029d\u0085e\u20ac\u00e9");
  EXPECT_EQ(one_line("\xc2"), "\xc2");
  EXPECT_EQ(one_line("\xe2\x80"), "\xe2\x80");
}

TEST(Messages, HaveTheContextThatIsWantedAndNullForWhatIsNotKnown) {
  moderato_comment comment = raw("1", "{}");
  const ContextParts all{.parent = true, .article = true, .author = true, .thread = true};
  EXPECT_EQ(parsed(check(1, question(Comment{comment}, all))).at("context"),
            json::parse(R"({"parent":null,"article":null,"author":{"approved":0,"held":0,"rejected":0},
                            "thread":{"parent":null,"parent_article":null,"depth":0}})"));
  comment.parent_text = abi::string("before");
  comment.parent_author_id = abi::string("p");
  comment.article_title = abi::string("T");
  comment.article_closed = 1;
  comment.article_published_at = 1'700'000'000'123'456;
  comment.author_held = 3;
  comment.parent_state = MODERATO_PARENT_WITHDRAWN;
  comment.parent_article = abi::string("b");
  comment.depth = 4;
  EXPECT_EQ(parsed(check(1, question(Comment{comment}, all))).at("context"),
            json::parse(R"({"parent":{"author":"p","text":"before"},
                            "article":{"title":"T","url":null,"text":null,"closed":true,
                                       "published_at":"2023-11-14T22:13:20.123456Z"},
                            "author":{"approved":0,"held":3,"rejected":0},
                            "thread":{"parent":"withdrawn","parent_article":"b","depth":4}})"));
  EXPECT_EQ(parsed(check(1, question(Comment{comment}, {.parent = true}))).at("context").as_object().size(), 1U);
}

TEST(Messages, SayThatACommentIsJudgedAnew) {
  moderato_comment comment = raw("1", "{}");
  EXPECT_FALSE(parsed(check(1, question(Comment{comment}, {}))).contains("anew"));
  comment.anew = 1;
  EXPECT_EQ(parsed(check(1, question(Comment{comment}, {}))).at("anew"), true);
  moderato_decision told{};
  told.comment = &comment;
  told.size = sizeof told;
  told.anew = 1;
  EXPECT_EQ(parsed(decision(Decision{told})).at("anew"), true);
}

TEST(Messages, AreMadeFromTheFieldsWhereThereIsNoFrame) {
  EXPECT_EQ(parsed(check(1, question(Comment{raw("1", "")}, {}))).at("comment"),
            json::parse(R"({"id":"1","site":"default","article":"a","author":{"id":"u"},"text":"hello"})"));
}

TEST(Messages, MayHaveSeveralComments) {
  std::string message;
  add_check(message, 1, question(Comment{raw("1", "{}")}, {}));
  add_check(message, 2, question(Comment{raw("2", "{}")}, {}));
  close(message);
  const auto object = parsed(message);
  EXPECT_EQ(object.at("type"), "check");
  ASSERT_EQ(object.at("comments").as_array().size(), 2U);
  EXPECT_EQ(object.at("comments").at(1).at("id"), 2);
}

class PastTest : public ::testing::Test {
 protected:
  void add(int seq, const std::string& id, std::int64_t seconds = 0) {
    const std::string frame = R"({"id":")" + id + "\"}";
    const moderato_comment comment = raw(id, frame);
    const moderato_decision decision{
        sizeof(moderato_decision), &comment, MODERATO_APPROVE, seq, seconds * 1'000'000, abi::string("chain"), 0, 0};
    past_.add(Decision{decision});
  }
  void forget(const std::string& id) {
    const std::string frame = R"({"id":")" + id + "\"}";
    const moderato_comment comment = raw(id, frame);
    const std::vector<Comment> comments{Comment{comment}};
    past_.forget(comments);
  }
  // "remember 1 2; forget 1": all that is to be told.
  std::string told() {
    std::string all;
    for (std::string message; !(message = past_.next_message()).empty();) {
      const auto object = parsed(message);
      const bool decisions = object.contains("decisions");
      all += (all.empty() ? "" : "; ") + std::string{object.at("type").as_string()};
      for (const auto& each : object.at(decisions ? "decisions" : "comments").as_array())
        all.append(" ").append(each.at("comment").at("id").as_string());
    }
    EXPECT_FALSE(past_.has_untold());
    return all;
  }
  std::string told_again() {
    past_.tell_again();
    return told();
  }

  Past past_{100'000};
};

TEST_F(PastTest, IsToldOnceAndAgainToAProgramThatIsStartedAgain) {
  past_.keep({std::chrono::hours{1}, 3});
  for (int i = 1; i <= 5; ++i) add(i, std::to_string(i));
  EXPECT_EQ(told(), "remember 1 2 3 4 5");
  EXPECT_EQ(told(), "");
  add(6, "6");
  EXPECT_EQ(told(), "remember 6");
  EXPECT_EQ(told_again(), "remember 4 5 6");
  EXPECT_EQ(past_.take_lost(), 0U);
}

TEST_F(PastTest, GoesNoFurtherBackThanWanted) {
  past_.keep({std::chrono::seconds{10}, 100});
  for (int i = 0; i < 30; i += 5) add(i, std::to_string(i), i);
  EXPECT_EQ(told(), "remember 0 5 10 15 20 25");
  EXPECT_EQ(told_again(), "remember 15 20 25");
}

TEST_F(PastTest, OfAProgramThatWantsNoneIsNotKept) {
  past_.keep({});
  add(1, "1");
  EXPECT_EQ(told(), "remember 1");
  EXPECT_EQ(told_again(), "");
}

TEST_F(PastTest, ThatIsErasedIsNeverToldAgain) {
  past_.keep({std::chrono::hours{1}, 100});
  add(1, "1");
  add(2, "2");
  EXPECT_EQ(told(), "remember 1 2");
  add(3, "1");
  forget("1");
  add(4, "4");
  EXPECT_EQ(told(), "forget 1; remember 4");
  EXPECT_EQ(told_again(), "remember 2 4");
}

TEST_F(PastTest, IsBoundedAndSaysWhatWasLost) {
  past_.keep({std::chrono::hours{1}, 1'000'000});
  for (int i = 0; i < 1'000; ++i) add(i, std::to_string(i));
  EXPECT_GT(past_.take_lost(), 500U);
  EXPECT_EQ(past_.take_lost(), 0U);
  const std::string all = told();
  EXPECT_TRUE(all.ends_with(" 998 999")) << all;
  EXPECT_EQ(told_again().find("remember 0 "), std::string::npos);
}

}  // namespace
}  // namespace moderato::remote
