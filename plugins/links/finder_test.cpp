// Which links are found, and where exactly they stand.
#include "finder.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace moderato::links {
namespace {

// The links of a text are marked by "«" and "»" in it.
struct Marked {
  const char* text;
  const char* host;  // of the first link
};

class Found : public ::testing::TestWithParam<Marked> {};

TEST_P(Found, WithExactSpans) {
  static const Domains domains;
  std::string text;
  std::vector<Span> expected;
  const std::string_view marked = GetParam().text;
  for (std::size_t at = 0; at < marked.size();) {
    if (marked.substr(at).starts_with("«")) {
      expected.push_back({static_cast<std::uint32_t>(text.size()), 0});
      at += 2;
    } else if (marked.substr(at).starts_with("»")) {
      expected.back().end = static_cast<std::uint32_t>(text.size());
      at += 2;
    } else {
      text += marked[at++];
    }
  }
  const std::vector<Link> links = find_links(text, domains);
  std::vector<Span> spans;
  std::string seen;
  for (const Link& link : links) {
    if (link.doubtful) continue;
    spans.push_back(link.span);
    seen += "\"" + text.substr(link.span.begin, link.span.end - link.span.begin) + "\" " + link.host + "\n";
  }
  EXPECT_EQ(spans, expected) << text << "\n" << seen;
  ASSERT_FALSE(links.empty());
  EXPECT_EQ(links.front().host, GetParam().host);
}

INSTANTIATE_TEST_SUITE_P(
    Plain, Found,
    ::testing::Values(
        Marked{"See «https://example.com/a?b=c#d» now", "example.com"}, Marked{"«http://example.com»", "example.com"},
        Marked{"«HTTP://EXAMPLE.COM/Path»!", "example.com"}, Marked{"«ftp://files.example.org/x»", "files.example.org"},
        Marked{"(«https://example.com/a_(b)»)", "example.com"}, Marked{"«https://example.com/a», and", "example.com"},
        Marked{"«https://example.com».", "example.com"}, Marked{"«https://example.com:8443/x»", "example.com"},
        Marked{"«http://localhost/admin»", "localhost"}, Marked{"<«https://example.com/x»>", "example.com"},
        Marked{"\"«https://example.com/x»\"", "example.com"}, Marked{"«http:\\\\example.com\\x»", "example.com"},
        Marked{"«http:////example.com/x»", "example.com"},
        Marked{"«https://paypal.com@evil.example/x»", "evil.example"},
        Marked{"«http://[2001:db8::1]:80/x»", "[2001:db8::1]"}, Marked{"«http://10.0.0.1/x»", "10.0.0.1"},
        Marked{"«https://example.com/?a[]=1&b=2»", "example.com"},
        Marked{"http://«http://example.com/x»", "example.com"}, Marked{"see«https://example.com/x»", "example.com"},
        Marked{"**«https://example.com»**", "example.com"}, Marked{"go to «example.com» today", "example.com"},
        Marked{"«www.example.org», yes", "www.example.org"}, Marked{"«example.com/path».", "example.com"},
        Marked{"«example.co.uk/a-b_c»?", "example.co.uk"}, Marked{"«Example.com». And", "example.com"},
        Marked{"at «example.com».It was", "example.com"}, Marked{"wait...«example.com»", "example.com"},
        Marked{"«my-shop.it» is good", "my-shop.it"}, Marked{"«t.me/channel»", "t.me"},
        Marked{"«www.done.it»", "www.done.it"}, Marked{"«blog.example.it»", "blog.example.it"},
        Marked{"«example.com:8080»", "example.com"}, Marked{"«example.com?x=1»", "example.com"},
        Marked{"«10.0.0.1:8080»", "10.0.0.1"}, Marked{"«10.0.0.1/admin»", "10.0.0.1"},
        Marked{"«EXAMPLE.RU»", "example.ru"}, Marked{"«163.com»", "163.com"}, Marked{"«80488.biz»", "80488.biz"},
        Marked{"«example(dot)com»(slash)x", "example.com"}, Marked{"«пример.рф»", "пример.рф"},
        Marked{"«münchen.de»", "münchen.de"}, Marked{"«xn--mnchen-3ya.de»", "xn--mnchen-3ya.de"},
        Marked{"«例え.jp»", "例え.jp"}, Marked{"请访问«example.com»谢谢", "example.com"},
        Marked{"«example.com»에서 봤어요", "example.com"}, Marked{"«https://example.com»を見て", "example.com"},
        Marked{"«https://example.com/a»，谢谢", "example.com"}, Marked{"«a.com» «b.net»\n«c.org»", "a.com"},
        Marked{"«a.com»,«b.net»;«c.org»", "a.com"}, Marked{"x@example.com or «example.com»", "example.com"}));

INSTANTIATE_TEST_SUITE_P(MarkedUp, Found,
                         ::testing::Values(Marked{"«[text](https://example.com/x)» ok", "example.com"},
                                           Marked{"«[text](example.com)»", "example.com"},
                                           Marked{"«[text](//example.com/x)»", "example.com"},
                                           Marked{"«[a](https://example.com \"title\")»", "example.com"},
                                           Marked{"«[a](<https://example.com/x>)»", "example.com"},
                                           Marked{"!«[alt](https://example.com/x.png)»", "example.com"},
                                           Marked{"«[a.com](https://b.net)»", "b.net"},
                                           Marked{"«[see a.com, b.org](https://c.net)»", "c.net"},
                                           Marked{"«[a [b] c](https://example.com)»", "example.com"},
                                           Marked{"[a](/local) «example.com»", "example.com"},
                                           Marked{"«<a href=\"https://example.com/x\">text</a>» ok", "example.com"},
                                           Marked{"«<A HREF='https://example.com'>text</A>»", "example.com"},
                                           Marked{"«<a href=//example.com>text</a>»", "example.com"},
                                           Marked{"«<a class=\"b\" href = \"example.com\">text</a>»", "example.com"},
                                           Marked{"«<a href=\"https://example.com\">»never closed", "example.com"},
                                           Marked{"«<a href=\"https://a.com\"><b>b.net</b></a>» «c.org»", "a.com"},
                                           Marked{"<img src=\"«https://example.com/x.png»\">", "example.com"},
                                           Marked{"«[url=https://example.com/x]text[/url]» ok", "example.com"},
                                           Marked{"«[URL=\"example.com\"]text[/URL]»", "example.com"},
                                           Marked{"[url]«https://example.com/x»[/url]", "example.com"},
                                           Marked{"[img]«https://example.com/x.png»[/img]", "example.com"}));

INSTANTIATE_TEST_SUITE_P(
    Disguised, Found,
    ::testing::Values(
        Marked{"«hxxp://example.com/x»", "example.com"}, Marked{"«hxxps://example[.]com»", "example.com"},
        Marked{"h**p://«example.com/x»", "example.com"}, Marked{"«example (dot) com»", "example.com"},
        Marked{"«example(dot)com/path»", "example.com"}, Marked{"«example [DOT] com» yes", "example.com"},
        Marked{"«example[.]com»", "example.com"}, Marked{"«example{.}com»", "example.com"},
        Marked{"«www (dot) example (dot) com»", "www.example.com"},
        Marked{"«e x a m p l e . c o m» now", "example.com"}, Marked{"at «e x a m p l e . c o m», now", "example.com"},
        Marked{"visit «w w w . e x a m p l e . c o m»", "www.example.com"},
        Marked{"«exa\u200bmple.c\u200dom»", "example.com"}, Marked{"«exam\u00adple\u2060.com/x»", "example.com"},
        Marked{"«https\u200b://exam\ufeffple.com»", "example.com"}, Marked{"«ｅｘａｍｐｌｅ．ｃｏｍ»", "example.com"},
        Marked{"«example。com»", "example.com"}, Marked{"«example｡com»", "example.com"},
        Marked{"«example\u2024com»", "example.com"},
        Marked{"«ｈｔｔｐ：／／ｅｘａｍｐｌｅ．ｃｏｍ／ａ»", "example.com"}, Marked{"«𝐞𝐱𝐚𝐦𝐩𝐥𝐞.𝐜𝐨𝐦»", "example.com"},
        Marked{"«example&#46;com»", "example.com"}, Marked{"«example&#x2E;com»", "example.com"},
        Marked{"«http://ex%61mple.com/x»", "ex%61mple.com"}));

TEST(Doubtful, WhatMayBeASentenceOrAFile) {
  const Domains domains;
  for (const char* text : {"done.it works", "file.py", "Great.Now what", "README.md"}) {
    const auto links = find_links(text, domains);
    ASSERT_EQ(links.size(), 1U) << text;
    EXPECT_TRUE(links[0].doubtful) << text;
  }
}

TEST(Shown, IsTheHostThatAMarkedUpLinkShows) {
  const Domains domains;
  for (const char* text : {"[paypal.com](https://evil.example)", "[**https://paypal.com/login**](https://evil.example)",
                           "<a href=\"https://evil.example\"><b class=\"x\">paypal.com</b></a>",
                           "[url=https://evil.example] paypal.com [/url]"}) {
    const auto links = find_links(text, domains);
    ASSERT_EQ(links.size(), 1U) << text;
    EXPECT_EQ(links[0].shown, "paypal.com") << text;
    EXPECT_EQ(links[0].host, "evil.example") << text;
  }
  for (const char* text : {"[an article on paypal.com](https://evil.example)", "[text](https://evil.example)",
                           "[a.com b.com](https://evil.example)"}) {
    const auto links = find_links(text, domains);
    ASSERT_EQ(links.size(), 1U) << text;
    EXPECT_EQ(links[0].shown, "") << text;
  }
}

}  // namespace
}  // namespace moderato::links
