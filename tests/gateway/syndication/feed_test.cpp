// What is in the feeds. That they are well-formed is seen by parsers nobody here wrote:
// tests/e2e/gateway_reading_test.py.
#include "syndication/feed.hpp"

#include <gmock/gmock.h>

#include <boost/json.hpp>

namespace moderato::gateway::syndication {
namespace {

namespace json = boost::json;
using ::testing::HasSubstr;
using ::testing::Not;

Entry entry(const std::string& id) {
  Entry each;
  each.comment.site = each.article.site = "default";
  each.comment.article = each.article.article = "a";
  each.article.url = "https://news.example/a#top";
  each.comment.id = id;
  each.comment.author_id = "secret-id";
  each.comment.author_name = "Anna";
  each.comment.text = "Hello";
  each.comment.created_at = Time{std::chrono::seconds{1'800'000'000}};
  return each;
}

TEST(AFeed, NamesItsCommentsForGood) {
  EXPECT_EQ(id_of("my site", "a/b"), "urn:moderato:comment:my%20site:a%2Fb");
}

TEST(AFeed, LeadsToTheComment) {
  EXPECT_EQ(address_of(entry("c 1")), "https://news.example/a#comment-c%201");
  Entry other = entry("c1");
  other.article.url = "javascript:alert(1)";
  EXPECT_EQ(address_of(other), "");
}

TEST(AFeed, HasInJsonWhatTheContractSays) {
  Entry edited = entry("c1");
  edited.comment.edited_at = edited.comment.created_at + std::chrono::seconds{1};
  Entry nameless = entry("c2");
  nameless.comment.author_name.clear();
  nameless.article.url.clear();
  const std::string text = json_feed({.site = "default", .article = {}, .entries = {edited, nameless}});
  const json::value feed = json::parse(text);
  EXPECT_EQ(feed.at("version"), "https://jsonfeed.org/version/1.1");
  EXPECT_EQ(feed.at("title"), "Comments: default");
  EXPECT_EQ(feed.at("items").at(0), json::parse(R"({"id":"urn:moderato:comment:default:c1",
    "url":"https://news.example/a#comment-c1","content_text":"Hello","date_published":"2027-01-15T08:00:00.000000Z",
    "date_modified":"2027-01-15T08:00:01.000000Z","authors":[{"name":"Anna"}]})"));
  EXPECT_EQ(feed.at("items").at(1), json::parse(R"({"id":"urn:moderato:comment:default:c2","content_text":"Hello",
    "date_published":"2027-01-15T08:00:00.000000Z"})"));
  EXPECT_THAT(text, Not(HasSubstr("secret-id")));
}

TEST(AFeed, TiesRepliesInAtom) {
  Entry reply = entry("c2");
  reply.comment.parent = "c\"1";
  Entry orphan = entry("c3");
  orphan.comment.parent = "gone";
  orphan.comment.orphan = true;
  const std::string text = atom_feed({.site = "default", .article = entry("").article, .entries = {reply, orphan}});
  EXPECT_THAT(text, HasSubstr("<thr:in-reply-to ref=\"urn:moderato:comment:default:c%221\"/>"));
  EXPECT_THAT(text, Not(HasSubstr("gone")));
  EXPECT_THAT(text, Not(HasSubstr("secret-id")));
}

}  // namespace
}  // namespace moderato::gateway::syndication
