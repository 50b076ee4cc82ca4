// What is made of a request's body.
#include "api/submission.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "comment/comment.hpp"

namespace moderato::gateway::api {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Submission submitted(const std::string& body, bool of_server = false) {
  auto read = parse_submission(body, of_server, 100);
  EXPECT_TRUE(std::holds_alternative<Submission>(read)) << body;
  return std::get<Submission>(std::move(read));
}
std::vector<std::string> wrong(const std::string& body, bool of_server = false) {
  std::vector<std::string> pointers;
  const auto read = parse_submission(body, of_server, 100);
  if (const auto* errors = std::get_if<FieldErrors>(&read))
    for (const FieldError& error : *errors) pointers.push_back(error.pointer);
  return pointers;
}

TEST(Submission, HasWhatTheMemberSays) {
  const Submission all = submitted(
      R"({"id":"c1","parent":"p","text":"Hi 😀","author":{"name":"Anna"},"language":"en","url":"https://a.example/"})");
  EXPECT_EQ(all.id, "c1");
  EXPECT_EQ(all.parent, "p");
  EXPECT_EQ(all.text, "Hi 😀");
  EXPECT_EQ(all.name, "Anna");
  const Submission least = submitted(R"({"text":"x","parent":null,"author":{}})");
  EXPECT_EQ(least.id, std::nullopt);
  EXPECT_EQ(least.parent, std::nullopt);
  EXPECT_EQ(least.name, "");
}

TEST(Submission, IsRefusedWithThePlaceOfEachMistake) {
  EXPECT_THAT(wrong("{"), ElementsAre(""));
  EXPECT_THAT(wrong("{}"), ElementsAre("/text"));
  EXPECT_THAT(wrong(R"({"text":""})"), ElementsAre("/text"));
  EXPECT_THAT(wrong(R"({"text":" \t\n\u00a0\u2028\u3000\u200b\ufeff\u00ad"})"), ElementsAre("/text"));
  EXPECT_THAT(wrong(R"({"text":"\u200bx"})"), IsEmpty());
  EXPECT_THAT(wrong(R"({"text":")" + std::string(101, 'x') + R"("})"), ElementsAre("/text"));
  EXPECT_THAT(wrong(R"({"text":"x","id":1,"sent":true,"author":{"name":"","id":"me"}})"),
              ElementsAre("/id", "/author/name", "/author/id", "/sent"));
  std::string many = R"({"text":"x")";
  for (int i = 0; i < 1'000; ++i) many += ",\"f" + std::to_string(i) + "\":1";
  EXPECT_EQ(wrong(many + "}").size(), 20U) << "not endlessly many";
}

TEST(Submission, OfTheServerNamesItsAuthor) {
  EXPECT_THAT(wrong(R"({"text":"x"})", true), ElementsAre("/author/id"));
  EXPECT_THAT(wrong(R"({"text":"x","author":{"name":"Anna"}})", true), ElementsAre("/author/id"));
  EXPECT_THAT(wrong(R"({"text":"x","author":{"id":7}})", true), ElementsAre("/author/id"));
  const Submission all = submitted(R"({"text":"x","author":{"id":"u1","ip":"192.0.2.1","email":"a@b.example"}})", true);
  EXPECT_EQ(all.author_id, "u1");
  EXPECT_EQ(all.author_ip, "192.0.2.1");
  EXPECT_EQ(all.author_email, "a@b.example");
}

TEST(Submission, BecomesACommentAsTheDaemonTakesIt) {
  const Submission given =
      submitted(R"({"text":"\"Hi\"\n😀","parent":"p\\1","language":"en","url":"https://a.example/"})");
  const Arrival arrival{.site = "s",
                        .article = "https://a.example/ä?b=\"c\"",
                        .id = "c/1",
                        .author_id = "u1",
                        .author_name = "An\"na",
                        .author_ip = "192.0.2.1",
                        .author_token = "a.b.c",
                        .at = Time{std::chrono::seconds{1'800'000'000}}};
  const auto comment = parse_comment(comment_frame(given, arrival), {});
  ASSERT_TRUE(comment) << comment.error().message;
  EXPECT_EQ(comment->site, "s");
  EXPECT_EQ(comment->article, arrival.article);
  EXPECT_EQ(comment->id, "c/1");
  EXPECT_EQ(comment->parent, "p\\1");
  EXPECT_EQ(comment->text, "\"Hi\"\n😀");
  EXPECT_EQ(comment->author_id, "u1");
  EXPECT_EQ(comment->author_name, "An\"na");
  EXPECT_EQ(comment->author_ip, "192.0.2.1");
  EXPECT_EQ(comment->author_token, "a.b.c");
  EXPECT_EQ(comment->created_at, arrival.at);
  EXPECT_EQ(comment->language, "en");
  EXPECT_EQ(comment->url, "https://a.example/");
}

TEST(Submission, GetsAnIdOfItsOwn) {
  const std::string id = new_uuid();
  EXPECT_THAT(id, ::testing::MatchesRegex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
  EXPECT_NE(new_uuid(), id);
}

TEST(ArticleDetails, MayBeLeftOut) {
  const auto none = parse_article_details("{}");
  EXPECT_FALSE(std::get<ArticleDetails>(none).closed);
  const auto all = parse_article_details(
      R"({"title":"T","url":null,"text":"Long.","closed":true,"published_at":"2026-11-29T08:00:00Z"})");
  EXPECT_TRUE(std::get<ArticleDetails>(all).closed);
  EXPECT_EQ(std::get<ArticleDetails>(all).title, "T");
  EXPECT_TRUE(std::holds_alternative<FieldErrors>(parse_article_details(R"({"closed":1})")));
}

}  // namespace
}  // namespace moderato::gateway::api
