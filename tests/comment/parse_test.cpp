#include <gtest/gtest.h>

#include <string>

#include "comment/comment.hpp"

namespace moderato {
namespace {

constexpr std::string_view whole = R"({
  "id": "c1", "site": "news", "article": "a1", "parent": "c0",
  "author": {"id": "u1", "name": "Ann", "ip": "192.0.2.1", "email": "ann@example.org", "token": "t", "rank": [1, {"id": 2}]},
  "text": "Caf\u00e9 \ud83d\ude00\n\"quoted\"", "created_at": "2026-11-23T08:15:00+01:00",
  "language": "en", "url": "https://example.org/a1", "likes": {"id": "inner", "text": 5}, "tags": ["id", {"author": 3}]
})";

// A valid comment with one field's JSON replaced; an empty replacement leaves the field out.
std::string with(const std::string& field, const std::string& json) {
  const std::pair<std::string, std::string> fields[] = {
      {"id", R"("c1")"}, {"article", R"("a1")"}, {"author", R"({"id": "u1"})"}, {"text", R"("hello")"}};
  std::string out = "{\"x\": 1";
  bool replaced = false;
  for (const auto& [name, value] : fields) {
    replaced = replaced || name == field;
    const std::string& used = name == field ? json : value;
    if (!used.empty()) out.append(", \"").append(name).append("\": ").append(used);
  }
  if (!replaced) out.append(", \"").append(field).append("\": ").append(json);
  return out + "}";
}

std::string refusal(const std::string& frame, const Limits& limits = {}) {
  const auto parsed = parse_comment(frame, limits);
  return parsed ? "accepted" : parsed.error().code + ": " + parsed.error().message;
}

TEST(ParseComment, ReadsEveryFieldAndKeepsTheFrame) {
  const auto comment = parse_comment(std::string{whole}, {});
  ASSERT_TRUE(comment) << comment.error().message;
  EXPECT_EQ(comment->frame, whole);
  EXPECT_EQ(comment->id, "c1");
  EXPECT_EQ(comment->site, "news");
  EXPECT_EQ(comment->article, "a1");
  EXPECT_EQ(comment->parent, "c0");
  EXPECT_EQ(comment->author_id, "u1");
  EXPECT_EQ(comment->author_name, "Ann");
  EXPECT_EQ(comment->author_ip, "192.0.2.1");
  EXPECT_EQ(comment->author_email, "ann@example.org");
  EXPECT_EQ(comment->author_token, "t");
  EXPECT_EQ(comment->text, "Café 😀\n\"quoted\"");
  EXPECT_EQ(comment->language, "en");
  EXPECT_EQ(comment->url, "https://example.org/a1");
  std::string created;
  append_rfc3339(created, *comment->created_at);
  EXPECT_EQ(created, "2026-11-23T07:15:00.000000Z");
}

TEST(ParseComment, ViewsSurviveAMove) {
  auto parsed = parse_comment(with("text", R"("hi")"), {});
  const CommentFrame moved = std::move(*parsed);
  EXPECT_EQ(moved.text, "hi");
  EXPECT_EQ(moved.site, "default");
  EXPECT_FALSE(moved.parent);
  EXPECT_FALSE(moved.created_at);
}

TEST(ParseComment, NamesWhatIsMissing) {
  EXPECT_EQ(refusal(with("id", "")), "comment.missing_field: \"id\" is missing");
  EXPECT_EQ(refusal(with("article", "")), "comment.missing_field: \"article\" is missing");
  EXPECT_EQ(refusal(with("text", "")), "comment.missing_field: \"text\" is missing");
  EXPECT_EQ(refusal(with("author", "")), "comment.missing_field: \"author.id\" is missing");
  EXPECT_EQ(refusal(with("author", "{}")), "comment.missing_field: \"author.id\" is missing");
}

TEST(ParseComment, NamesWrongTypes) {
  EXPECT_EQ(refusal(with("id", "7")), "comment.wrong_type: \"id\" must be a string, found a number");
  EXPECT_EQ(refusal(with("id", "null")), "comment.wrong_type: \"id\" must be a string, found null");
  EXPECT_EQ(refusal(with("text", "{}")), "comment.wrong_type: \"text\" must be a string, found an object");
  EXPECT_EQ(refusal(with("text", "[]")), "comment.wrong_type: \"text\" must be a string, found an array");
  EXPECT_EQ(refusal(with("parent", "true")),
            "comment.wrong_type: \"parent\" must be a string or null, found a boolean");
  EXPECT_EQ(refusal(with("author", "\"u1\"")), "comment.wrong_type: \"author\" must be an object, found a string");
  EXPECT_EQ(refusal(with("author", "[1]")), "comment.wrong_type: \"author\" must be an object, found an array");
  EXPECT_EQ(refusal(with("author", R"({"id": 3})")),
            "comment.wrong_type: \"author.id\" must be a string, found a number");
  EXPECT_EQ(refusal("[]"), "comment.wrong_type: expected a JSON object, found an array");
  EXPECT_EQ(refusal("\"x\""), "comment.wrong_type: expected a JSON object, found a string");
  EXPECT_EQ(refusal("12"), "comment.wrong_type: expected a JSON object, found a number");
}

TEST(ParseComment, RefusesWhatIsNoJson) {
  EXPECT_TRUE(refusal("").starts_with("comment.not_json: not JSON: it ends too early"));
  EXPECT_TRUE(refusal("{\"id\": ").starts_with("comment.not_json: not JSON: it ends too early"));
  EXPECT_TRUE(refusal("hello").starts_with("comment.not_json: "));
  EXPECT_TRUE(refusal(with("text", "\"a\"") + "{}").starts_with("comment.not_json: "));
  EXPECT_TRUE(refusal(with("text", "\"\xff\xfe\"")).starts_with("comment.not_json: "));      // no UTF-8
  EXPECT_TRUE(refusal(with("text", "\"\xed\xa0\x80\"")).starts_with("comment.not_json: "));  // a surrogate in UTF-8
  EXPECT_TRUE(refusal(with("text", R"("\ud83d")")).starts_with("comment.not_json: "));       // half a surrogate pair
  EXPECT_TRUE(refusal(with("text", R"("\ude00")")).starts_with("comment.not_json: "));
  EXPECT_TRUE(refusal(with("text", "\"a\nb\"")).starts_with("comment.not_json: "));  // a raw line break in a string
}

TEST(ParseComment, RefusesDeepNesting) {
  const std::string deep(10'000, '[');
  EXPECT_EQ(refusal(with("x2", deep + std::string(10'000, ']'))), "comment.not_json: nested deeper than 32 levels");
}

TEST(ParseComment, RefusesDuplicates) {
  EXPECT_EQ(refusal(with("x2", R"(1, "text": "again")")),
            "comment.duplicate_field: \"text\" stands there twice; send it once");
  EXPECT_EQ(refusal(with("author", R"({"id": "u1", "id": "admin"})")),
            "comment.duplicate_field: \"author.id\" stands there twice; send it once");
  EXPECT_EQ(refusal(with("parent", R"(null, "parent": "p")")),
            "comment.duplicate_field: \"parent\" stands there twice; send it once");
  EXPECT_EQ(refusal(with("x2", R"(1, "author": {"id": "admin"})")),
            "comment.duplicate_field: \"author.id\" stands there twice; send it once");
}

TEST(ParseComment, RefusesBadValues) {
  EXPECT_EQ(refusal(with("id", "\"\"")), "comment.bad_value: \"id\" must not be empty");
  EXPECT_EQ(refusal(with("id", "\"" + std::string(129, 'x') + "\"")),
            "comment.bad_value: \"id\" has 129 bytes; at most 128 are accepted");
  EXPECT_EQ(refusal(with("id", R"("a\nb")")), "comment.bad_value: \"id\" must not have control characters");
  EXPECT_EQ(refusal(with("site", R"("a/b")")), "comment.bad_value: \"site\" must not have a slash");
  EXPECT_EQ(refusal(with("text", R"("a\u0000b")")), "comment.bad_value: \"text\" has a NUL character at byte 1");
  EXPECT_EQ(refusal(with("text", "\"12345\""), {.text_bytes = 4}),
            "comment.bad_value: \"text\" has 5 bytes; at most 4 are accepted");
  EXPECT_EQ(refusal(with("text", "\"1234\""), {.text_bytes = 4}), "accepted");
  EXPECT_TRUE(refusal(with("created_at", "\"yesterday\"")).starts_with("comment.bad_value: \"created_at\" must be"));
  EXPECT_TRUE(refusal(std::string(100, ' '), {.frame_bytes = 50}).starts_with("comment.too_large: "));
}

TEST(ParseComment, TellsTheIdOfWhatItRefuses) {
  const auto parsed = parse_comment(R"({"id": "c7", "text": 3})", {});
  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.error().id, "c7");
}

TEST(ParseComment, AClockFarOffIsTheSendersAffair) {
  EXPECT_EQ(refusal(with("created_at", "\"1970-01-01T00:00:00Z\"")), "accepted");
  EXPECT_EQ(refusal(with("created_at", "\"9999-12-31T23:59:59Z\"")), "accepted");
}

TEST(Content, IgnoresWhatARetryMayChange) {
  const auto content = [](const std::string& frame) { return parse_comment(frame, {})->content(); };
  EXPECT_EQ(content(with("created_at", "\"2026-11-23T08:15:00Z\"")), content(with("created_at", "null")));
  EXPECT_NE(content(with("text", "\"a\"")), content(with("text", "\"b\"")));
  EXPECT_NE(content(with("parent", "null")), content(with("parent", "\"p\"")));
  EXPECT_EQ(content(with("author", R"({"id": "u1", "token": "one"})")),
            content(with("author", R"({"id": "u1", "token": "two", "ip": "192.0.2.9"})")));
  EXPECT_NE(content(with("author", R"({"id": "u1"})")), content(with("author", R"({"id": "u2"})")));
}

TEST(ParseArticle, ReadsItsFields) {
  const std::string frame =
      R"({"kind": "article", "article": "a1", "title": "T", "url": "https://example.org", "text": "body", )"
      R"("closed": true, "published_at": "2026-11-23T08:15:00Z"})";
  const auto article = parse_article(frame, {});
  ASSERT_TRUE(article) << article.error().message;
  EXPECT_EQ(article->site, "default");
  EXPECT_EQ(article->title, "T");
  EXPECT_EQ(article->text, "body");
  EXPECT_TRUE(article->closed);
  EXPECT_EQ(article->published_at, parse_rfc3339("2026-11-23T08:15:00Z"));
}

TEST(ParseArticle, ChecksItsFields) {
  EXPECT_EQ(parse_article(R"({"kind": "article", "article": "a", "closed": 1})", {}).error().message,
            "\"closed\" must be a boolean, found a number");
  EXPECT_EQ(parse_article(R"({"kind": "article", "article": "a", "published_at": "yesterday"})", {}).error().message,
            "\"published_at\" must be a time like 2026-11-23T08:15:00Z (RFC 3339), from 1970 to 9999");
}

TEST(ParseFrame, TakesBothKindsAndRefusesAsTheirParsersDo) {
  const auto parsed = [](const std::string& frame) { return parse_frame(frame, {}); };
  EXPECT_TRUE(std::holds_alternative<CommentFrame>(parsed(std::string{whole}).value()));
  EXPECT_TRUE(std::holds_alternative<ArticleFrame>(parsed(R"({"kind": "article", "article": "a"})").value()));
  // An article that has all that a comment needs.
  EXPECT_TRUE(std::holds_alternative<ArticleFrame>(parsed(with("kind", "\"article\"")).value()));
  EXPECT_EQ(parsed(with("kind", "\"articel\"")).error().message, "\"kind\" must be \"comment\" or \"article\"");
  EXPECT_EQ(parsed(R"({"text": "\"kind\": \"article\"", "likes": {"kind": "article"}})").error().message,
            "\"id\" is missing");
  EXPECT_EQ(parsed(R"({"kind": "article"})").error().message, "\"article\" is missing");
  EXPECT_EQ(parsed(R"({"id": "c7", "article": "a"})").error().id, "c7");
  EXPECT_EQ(parsed("[]").error().code, "comment.wrong_type");
}

}  // namespace
}  // namespace moderato
