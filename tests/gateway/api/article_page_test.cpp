#include "api/article_page.hpp"

#include <gmock/gmock.h>

#include "api/thread_json.hpp"
#include "comments.hpp"

namespace moderato::gateway::api {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const ArticleFacts bridge{.site = "default", .article = "a1", .title = "The bridge", .url = "https://news.example/a1"};

std::string page_of(const ThreadTree& tree, const ArticleFacts& of = bridge, Language language = Language::english) {
  return article_page({tree, of, {}, tree.top(Order::oldest, {}, 20), language});
}

std::size_t count(std::string_view text, std::string_view what) {
  std::size_t found = 0;
  for (std::size_t at = text.find(what); at != text.npos; at = text.find(what, at + 1)) ++found;
  return found;
}

// Lists that are open where these words stand.
std::size_t depth_of(const std::string& page, std::string_view words) {
  const std::string before = page.substr(0, page.find(words));
  return count(before, "<ol") - count(before, "</ol>") - 1;
}

TEST(AnArticlePage, NestsToFourLevelsAndIsFlatBelow) {
  std::vector<Given> given{{"0", "", "level 0"}};
  for (int level = 1; level <= 8; ++level)
    given.push_back({std::to_string(level), std::to_string(level - 1), "level " + std::to_string(level)});
  given.push_back({"sibling", "3", "a sibling"});
  const ThreadTree tree{comments(given)};
  const std::string page = page_of(tree);
  for (std::size_t level = 0; level <= 8; ++level)
    EXPECT_EQ(depth_of(page, "level " + std::to_string(level)), std::min<std::size_t>(level, 4)) << level;
  EXPECT_EQ(depth_of(page, "a sibling"), 4U);
  EXPECT_LT(page.find("level 8"), page.find("a sibling"));
  EXPECT_EQ(count(page, "in reply to"), 4U) << "where the nesting does not show it";
  EXPECT_EQ(count(page, "<ol"), count(page, "</ol>"));
  EXPECT_EQ(count(page, "<li>"), count(page, "</li>"));
}

TEST(AnArticlePage, EscapesAllThatPeopleWrote) {
  const std::string bad = "\"><script>alert(1)</script>";
  auto all = comments({{bad, "", bad}, {"reply", bad, "x"}});
  all[0].author_name = bad;
  const ThreadTree tree{all};
  const std::string page =
      page_of(tree, {.site = bad, .article = bad, .title = bad, .url = "https://x.example/" + bad});
  EXPECT_THAT(page, Not(HasSubstr("<script")));
  EXPECT_THAT(page, Not(HasSubstr("\"><s")));
  EXPECT_THAT(page, HasSubstr("id=\"comment-&quot;&gt;&lt;script&gt;"));
  EXPECT_THAT(page, HasSubstr("href=\"#comment-%22%3E%3Cscript%3E"));
  EXPECT_THAT(page, Not(HasSubstr("secret-id")));
  EXPECT_THAT(page_of(tree, {.site = "s", .article = "a", .url = "javascript:alert(1)"}), Not(HasSubstr("javascript")));
}

TEST(AnArticlePage, LeadsToItsFeedsAndItsArticle) {
  const ThreadTree tree{comments({{"a"}})};
  const std::string page = page_of(tree, {.site = "my site", .article = "a/b&c", .url = "https://news.example/?a&b"});
  EXPECT_THAT(page, HasSubstr("type=\"application/atom+xml\" "
                              "href=\"../../../api/v1/sites/my%20site/feed.atom?article=a%2Fb%26c\""));
  EXPECT_THAT(page, HasSubstr("feed.json?article=a%2Fb%26c"));
  EXPECT_THAT(page, HasSubstr("<a href=\"https://news.example/?a&amp;b\">a/b&amp;c</a></h1>"));
}

TEST(AnArticlePage, SaysWhatIsKnown) {
  auto all = comments({{"a", "", "gone", true}, {"b", "a"}, {"c"}});
  all[1].staff = true;
  all[1].edited_at = all[1].created_at;
  all[2].author_name.clear();
  const ThreadTree tree{all};
  ArticleFacts closed = bridge;
  closed.closed = true;
  const std::string page = page_of(tree, closed);
  EXPECT_THAT(page, HasSubstr("Comments <span class=\"count\">2</span>"));
  EXPECT_THAT(page, HasSubstr("This discussion is closed."));
  EXPECT_THAT(page, HasSubstr("This comment was removed."));
  EXPECT_EQ(count(page, "Staff"), 1U);
  EXPECT_EQ(count(page, "edited"), 1U);
  EXPECT_THAT(page, HasSubstr("Anonymous"));
  EXPECT_THAT(page, HasSubstr("<time datetime=\"2027-01-15T08:00:01.000000Z\">15 January 2027, 08:00 UTC</time>"));
  const std::string french = page_of(tree, closed, Language::french);
  EXPECT_THAT(french, HasSubstr("<html lang=\"fr\">"));
  EXPECT_THAT(french, HasSubstr("15 janvier 2027"));
  EXPECT_THAT(french, HasSubstr("Ce commentaire a été retiré."));
  EXPECT_THAT(page_of(ThreadTree{{}}), HasSubstr("No comments yet."));
}

TEST(AnArticlePage, HasLinksToTheRest) {
  std::vector<Given> given;
  for (int i = 0; i < 30; ++i) given.push_back({"top" + std::to_string(i)});
  for (int i = 0; i < 600; ++i) given.push_back({"r" + std::to_string(i), "top3"});
  given.push_back({"late", "top5"});
  const ThreadTree tree{comments(given)};
  const std::string page = page_of(tree);
  EXPECT_THAT(page, HasSubstr("<a rel=\"next\" href=\"?cursor=20\">Show more comments</a>"));
  EXPECT_THAT(page, HasSubstr("href=\"?replies=top3&amp;cursor=530\">Show more replies"));
  EXPECT_THAT(page, HasSubstr("href=\"?replies=top5&amp;cursor=0\">Show more replies"));
  EXPECT_EQ(count(page, "<article"), 20 + most_nested);

  const auto rest = article_page({tree, bridge, 3, tree.replies(3, Cursor{0, 530}, 50), Language::english, true});
  EXPECT_THAT(rest, HasSubstr("Replies to <bdi class=\"\">Anna</bdi>"));
  EXPECT_THAT(rest, HasSubstr("id=\"comment-r500\""));
  EXPECT_THAT(rest, HasSubstr("href=\"?lang=en&amp;replies=top3&amp;cursor=580\""));
  EXPECT_THAT(rest, HasSubstr("href=\"?lang=en\">All comments"));
}

TEST(AnArticlePage, ShowsAThreadHoweverDeepItIs) {
  std::vector<Given> chain{{"0"}};
  for (int i = 1; i < 20'000; ++i) chain.push_back({std::to_string(i), std::to_string(i - 1)});
  const ThreadTree tree{comments(chain)};
  const std::string page = page_of(tree);
  EXPECT_EQ(count(page, "<article"), 1 + most_nested);
  EXPECT_EQ(count(page, "Show more replies"), 1U);
}

http::Request asking(std::string_view accepted, std::string_view query = "") {
  http::Request request;
  if (!accepted.empty()) request.headers.set("Accept-Language", accepted);
  if (!query.empty()) request.query.emplace_back("lang", query);
  return request;
}

TEST(TheLanguageOfAPage, IsWhatTheReaderPrefers) {
  for (const char* const french :
       {"fr", "fr-CA,fr;q=0.9,en;q=0.8", "de, FR;q=0.5", "en;q=0.4 , fr;q=0.6", "en;q=0,fr;q=0.1"})
    EXPECT_EQ(language_of(asking(french)), Language::french) << french;
  for (const char* const english : {"", "en-GB,fr;q=0.9", "de", "*", "fr;q=0", ";;,,q=", "fr;q=0.5,en;q=0.6"})
    EXPECT_EQ(language_of(asking(english)), Language::english) << english;
  EXPECT_EQ(language_of(asking("en", "fr-BE")), Language::french);
  EXPECT_EQ(language_of(asking("fr", "en")), Language::english);
  EXPECT_EQ(language_of(asking("fr", "de")), Language::french);
}

TEST(TheLanguageOfAPage, WritesNumbers) {
  EXPECT_EQ(number_in_words(0, Language::english), "0");
  EXPECT_EQ(number_in_words(999, Language::english), "999");
  EXPECT_EQ(number_in_words(1'234'567, Language::english), "1,234,567");
  EXPECT_EQ(number_in_words(1'234, Language::french), "1\u202f234");
}

}  // namespace
}  // namespace moderato::gateway::api
