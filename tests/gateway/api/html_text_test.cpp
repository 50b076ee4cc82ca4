#include "api/html_text.hpp"

#include <gtest/gtest.h>

namespace moderato::gateway::api {
namespace {

std::string html(std::string_view text) {
  std::string out;
  append_paragraphs(out, text);
  return out;
}
std::string p(const std::string& inner) {
  return "<p dir=\"auto\">" + inner + "</p>";
}
std::string a(const std::string& address) {
  return "<a rel=\"nofollow ugc noopener\" href=\"" + address + "\">" + address + "</a>";
}

TEST(HtmlText, IsNeverMarkup) {
  EXPECT_EQ(html(R"(<script>alert("1")</script> & 'x')"),
            p("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;"));
  EXPECT_EQ(html("&lt;b&gt;"), p("&amp;lt;b&amp;gt;"));
  EXPECT_EQ(html(std::string{"nul\0bell\a", 9}), p("nul\uFFFDbell\uFFFD"));
}

TEST(HtmlText, HasParagraphs) {
  EXPECT_EQ(html("one\ntwo\n\nthree\r\n \t\r\n\r\nfour\n"), p("one\ntwo") + p("three") + p("four"));
  EXPECT_EQ(html(" \n\n\t "), "");
  EXPECT_EQ(html(""), "");
}

TEST(HtmlText, LinksAddressesOfTheWebAlone) {
  EXPECT_EQ(html("see https://a.example/x?y=1&z=2."), p("see " + a("https://a.example/x?y=1&amp;z=2") + "."));
  EXPECT_EQ(html("(http://a.example/b_(c)), HTTPS://B.example"),
            p("(" + a("http://a.example/b_(c)") + "), " + a("HTTPS://B.example")));
  EXPECT_EQ(html("“https://a.example/é”\u00a0https://b.example\u3000x"),
            p("“" + a("https://a.example/é") + "”\u00a0" + a("https://b.example") + "\u3000x"));
  for (const char* const text : {"javascript:alert(1)", "data:text/html,x", "xhttps://a.example", "https://",
                                 "http:///x", "ftp://a.example", "https://@a", "//a.example", "http:a.example"})
    EXPECT_EQ(html(text), p(text));
  // An address can't end the attribute that it stands in.
  EXPECT_EQ(html("https://a.example/\"onmouseover=alert(1)"),
            p(a("https://a.example/") + "&quot;onmouseover=alert(1)"));
  EXPECT_EQ(html("https://a.example/'x"), p(a("https://a.example/&#39;x")));
  EXPECT_EQ(html("https://a.example/<b>"), p(a("https://a.example/") + "&lt;b&gt;"));
}

TEST(HtmlText, LinksNoMoreThanItSays) {
  std::string text;
  for (int i = 0; i < 100; ++i) text += "https://a.example/" + std::to_string(i) + ' ';
  const std::string out = html(text);
  EXPECT_NE(out.find(a("https://a.example/49")), out.npos);
  EXPECT_EQ(out.find(a("https://a.example/50")), out.npos);
  EXPECT_NE(out.find("https://a.example/99"), out.npos);
}

// Work that grows with the square of a text would be an attack.
TEST(HtmlText, TakesLongTexts) {
  for (const char* const piece : {"http://", "(", "https://a.example/)", "\n", " \n", ".", "https://a.example/....."}) {
    std::string text = "https://a.example/";
    while (text.size() < 20'000) text += piece;
    EXPECT_LT(html(text).size(), 10 * text.size()) << piece;
  }
}

}  // namespace
}  // namespace moderato::gateway::api
