// What the daemon is told of what clients post.
#include "akismet/check.hpp"

#include <gtest/gtest.h>

namespace moderato::gateway::akismet {
namespace {

using namespace std::chrono_literals;

const Time today = *parse_rfc3339("2026-11-29T12:00:00Z");

Check read(std::string_view body, std::size_t most_text = 100, bool slashed = false) {
  return read_check(Form::parse(body, "UTF-8"), most_text, slashed, today);
}

TEST(ACheck, IsOfAnArticle) {
  EXPECT_EQ(read("permalink=https://a.example/p%23comments&comment_post_ID=7").article, "https://a.example/p");
  EXPECT_EQ(read("permalink=&comment_post_ID=7").article, "post-7");
  EXPECT_EQ(read("comment_post_ID=0").article, "-");
  EXPECT_EQ(read("").article, "-");
  EXPECT_EQ(read("comment_post_ID=7&permalink=" + std::string(2'000, 'x')).article, "post-7");
}

TEST(ACheck, IsFromWhen) {
  const auto at = [](const char* text) { return read(std::string{"comment_date_gmt="} + text).created_at; };
  EXPECT_EQ(at("2026-11-23T08:15:00Z"), *parse_rfc3339("2026-11-23T08:15:00Z"));
  EXPECT_EQ(at("2026-11-23+08:15:00"), *parse_rfc3339("2026-11-23T08:15:00Z"));
  EXPECT_EQ(at("2026-11-23T08:15:00%2B01:00"), *parse_rfc3339("2026-11-23T07:15:00Z"));
  EXPECT_EQ(at("2026-11-23T08:15:00"), *parse_rfc3339("2026-11-23T08:15:00Z"));
  for (const char* const odd : {"", "yesterday", "2026-13-45", "2999-01-01T00:00:00Z", "0000-00-00+00:00:00",
                                "2026-11-29T12:00:30Z", "1700000000"})
    EXPECT_EQ(at(odd), today) << odd;
}

TEST(ACheck, IsFromSomewhere) {
  EXPECT_EQ(read("user_ip=203.0.113.77").author_ip, "203.0.113.77");
  EXPECT_EQ(read("user_ip=2001:DB8::1").author_ip, "2001:db8::1");
  EXPECT_EQ(read("user_ip=203.0.113.77,+10.0.0.1").author_ip, "203.0.113.77");
  EXPECT_EQ(read("user_ip=nowhere").author_ip, "");
}

TEST(ACheck, IsOfAUserWhoIsLoggedIn) {
  EXPECT_EQ(read("user_ID=17").user, "17");
  EXPECT_EQ(read("user_ID=0&user_id=17").user, "17");
  EXPECT_EQ(read("user_ID=0&user_id=0").user, "");
}

TEST(ACheck, KeepsTheBeginningAndTheEndOfWhatIsTooLong) {
  EXPECT_EQ(read("comment_content=0123456789", 10).text, "0123456789");
  EXPECT_EQ(read("comment_content=0123456789abcdefghij", 15).text, "01234\n…\nfghij");
  const Check umlauts = read("comment_content=" + std::string(400, ' ') + "%C3%A4%C3%A4%C3%A4%C3%A4", 12);
  EXPECT_EQ(umlauts.text.substr(umlauts.text.size() - 2), "ä");
  EXPECT_LE(umlauts.text.size(), 12U);
}

TEST(ACheck, HasNoLineBreakInALine) {
  const Check check = read("comment_author=A%0D%0AB%09C&reporter=%00x%1Fy&comment_author_email=a%0Ab");
  EXPECT_EQ(check.author_name, "A  B C");
  EXPECT_EQ(check.reporter, "x y");
  EXPECT_EQ(check.author_email, "a b");
}

TEST(ACheck, LosesTheSlashesOfWordPress) {
  EXPECT_EQ(read(R"(comment_content=It\'s+\"so\"+C:\\new+a\b)", 100, true).text, R"(It's "so" C:\new a\b)");
  EXPECT_EQ(read(R"(comment_content=It\'s)").text, R"(It\'s)");
}

TEST(ACheck, MayBeATrial) {
  EXPECT_EQ(read("comment_author=akismet-guaranteed-spam&user_role=administrator").trial, Trial::spam);
  EXPECT_EQ(read("comment_author=viagra-test-123").trial, Trial::spam);
  EXPECT_EQ(read("comment_author_email=akismet-guaranteed-spam@example.com&is_test=1").trial, Trial::spam);
  EXPECT_EQ(read("user_role=administrator&is_test=1").trial, Trial::ham);
  for (const char* const yes : {"1", "true", "yes"})
    EXPECT_EQ(read(std::string{"is_test="} + yes).trial, Trial::unkept);
  for (const char* const no : {"0", "false", "False", ""})
    EXPECT_EQ(read(std::string{"is_test="} + no).trial, Trial::none);
  EXPECT_EQ(read("user_role=administrators").trial, Trial::none);
}

TEST(AnEssence, IsWhatSitesDoNotChange) {
  const std::string said = essence_of("Tom & \"Ann\"  say\n<a href='http://a.example'>it's so</a>");
  EXPECT_EQ(said, "Tom & \"Ann\" say it's so");
  EXPECT_EQ(
      essence_of("Tom &amp; &quot;Ann&quot; say <a href='http://a.example' rel=\"nofollow ugc\">it&#039;s so</a> "),
      said);
  EXPECT_EQ(essence_of(R"(Tom & \"Ann\" say it\'s so)"), said);
  EXPECT_EQ(essence_of("1 < 2 & x"), "1 < 2 & x");
  EXPECT_EQ(essence_of("<b>"), "");
  EXPECT_EQ(essence_of("<"), "<");
  EXPECT_EQ(essence_of("&amp"), "&amp");
  EXPECT_NE(essence_of("one"), essence_of("two"));
}

}  // namespace
}  // namespace moderato::gateway::akismet
