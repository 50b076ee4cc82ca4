// What clients post, in whatever way.
#include "akismet/form.hpp"

#include <gtest/gtest.h>

namespace moderato::gateway::akismet {
namespace {

Form form(std::string_view body, std::string_view charset = {}) {
  return Form::parse(body, charset);
}

TEST(AForm, IsDecoded) {
  const Form read = form("comment_content=a+b%2Bc%26%C3%A9&comment%5Fauthor=Ann&blog");
  EXPECT_EQ(read.text("comment_content"), "a b+c&é");
  EXPECT_EQ(read.text("comment_author"), "Ann");
  EXPECT_TRUE(read.has("blog"));
  EXPECT_EQ(read.text("blog"), "");
  EXPECT_FALSE(read.has("user_ip"));
}

TEST(AForm, TakesWhatIsNoEscapeAsItIs) {
  EXPECT_EQ(form("comment_content=%&").text("comment_content"), "%");
  EXPECT_EQ(form("comment_content=%4").text("comment_content"), "%4");
  EXPECT_EQ(form("comment_content=%zz%41").text("comment_content"), "%zzA");
  EXPECT_EQ(form("comment_content=a=b").text("comment_content"), "a=b");
}

TEST(AForm, KnowsItsFieldsAndNoOthers) {
  const Form read = form("POST_comment=x&HTTP_COOKIE=y&=z&&&comment_context[]=w&api_key=k");
  EXPECT_FALSE(read.has("POST_comment"));
  EXPECT_FALSE(read.has("HTTP_COOKIE"));
  EXPECT_FALSE(read.has(""));
  EXPECT_EQ(read.text("api_key"), "k");
}

TEST(AForm, TakesTheLastOfANameAsPhpDoes) {
  EXPECT_EQ(form("key=a&key=b").text("key"), "b");
}

TEST(AForm, IsOfTheCharsetThatIsSaid) {
  EXPECT_EQ(form("comment_content=%E9", "iso-8859-1").text("comment_content"), "é");
  EXPECT_EQ(form("comment_content=%80", "windows-1252").text("comment_content"), "€");
  EXPECT_EQ(form("blog_charset=windows-1251&comment_content=%E4%E0").text("comment_content"), "да");
  EXPECT_EQ(form("blog_charset=windows-1251&comment_content=%C3%A9", "UTF-8").text("comment_content"), "é");
  EXPECT_EQ(form("comment_content=%93%FA%96%7B", "Shift_JIS").text("comment_content"), "日本");
}

TEST(AForm, IsUtf8WhereNobodyKnowsTheCharset) {
  for (const char* const charset : {"no-such-charset", "", "a,b=c", "../../etc/passwd"}) {
    EXPECT_EQ(form("comment_content=%C3%A9", charset).text("comment_content"), "é") << charset;
    EXPECT_EQ(form("comment_content=a%FFb%ED%A0%80", charset).text("comment_content"), "a\uFFFDb\uFFFD\uFFFD\uFFFD")
        << charset;
  }
}

TEST(AForm, HasNoNul) {
  EXPECT_EQ(form("comment_content=a%00b").text("comment_content"), "ab");
}

TEST(AForm, NoticesWhoFillsInTheTrap) {
  EXPECT_FALSE(form("honeypot_field_name=h%5B1%5D").honeypot());
  EXPECT_FALSE(form("honeypot_field_name=h%5B1%5D&h%5B1%5D=").honeypot());
  EXPECT_TRUE(form("h[1]=x&honeypot_field_name=h%5B1%5D").honeypot());
  EXPECT_FALSE(form("honeypot_field_name=&=x").honeypot());
}

TEST(AForm, IsReadInAMomentHoweverManyFieldsItHas) {
  std::string body = "honeypot_field_name=trap&comment_content=ok";
  for (int i = 0; i < 200'000; ++i) body += "&a=";
  EXPECT_EQ(form(body + "&api_key=k").text("api_key"), "k");
}

TEST(ACharset, IsThatOfTheContentType) {
  EXPECT_EQ(charset_of("application/x-www-form-urlencoded; charset=UTF-8"), "UTF-8");
  EXPECT_EQ(charset_of("a/b;CHARSET=\"iso-8859-1\""), "iso-8859-1");
  EXPECT_EQ(charset_of("a/b; x=y; charset=z; w"), "z");
  for (const std::string_view none : {"", "a/b", "a/b;", "a/b; charset", "a/b; charset=", ";;;"})
    EXPECT_EQ(charset_of(none), "") << none;
}

}  // namespace
}  // namespace moderato::gateway::akismet
