// What becomes of a comment's links.
#include "judges.hpp"

#include <gtest/gtest.h>

#include <string>

namespace moderato::links {
namespace {

Finding judge(const std::string& text, Settings settings = {}, std::uint32_t approved = 10) {
  return Judges{std::move(settings)}.judge(text, approved);
}
std::string code(const std::string& text, Settings settings = {}, std::uint32_t approved = 10) {
  return judge(text, std::move(settings), approved).code;
}

TEST(TooMany, HoldsMoreThanMax) {
  EXPECT_EQ(code("a.com b.com"), "");
  const Finding found = judge("a.com b.com https://c.com");
  EXPECT_EQ(found.action, Action::hold);
  EXPECT_EQ(found.code, "links.too_many");
  EXPECT_EQ(found.message, "This comment has 3 links; at most 2 are accepted here.");
  EXPECT_EQ(found.spans, (std::vector<Span>{{0, 5}, {6, 11}, {12, 25}}));
  EXPECT_EQ(code("a.com", {.max = 0}), "links.too_many");
  EXPECT_EQ(code("a.com b.com https://c.com", {.too_many = Action::pass}), "");
}

TEST(TooMany, DoesNotCountAllowedDomains) {
  EXPECT_EQ(code("a.com b.com shop.mysite.org mysite.org", {.allow = {"MySite.org"}}), "");
  EXPECT_EQ(code("a.com b.com notmysite.org", {.allow = {"mysite.org"}}), "links.too_many");
}

TEST(NewAuthor, HoldsLinksUntilEnoughCommentsWereApproved) {
  const Finding found = judge("see example.com", {}, 0);
  EXPECT_EQ(found.action, Action::hold);
  EXPECT_EQ(found.code, "links.new_author");
  EXPECT_EQ(
      found.message,
      "Links wait for a moderator until one of your comments has been approved; leave out example.com to go without.");
  EXPECT_EQ(found.spans, (std::vector<Span>{{4, 15}}));
  EXPECT_EQ(code("see example.com", {}, 1), "");
  EXPECT_EQ(code("see example.com", {.new_author_approved = 3}, 2), "links.new_author");
  EXPECT_EQ(code("see example.com", {.new_author_approved = 3}, 3), "");
  EXPECT_EQ(code("see example.com", {.new_author_approved = 0}, 0), "");
  EXPECT_EQ(code("see example.com", {.allow = {"example.com"}}, 0), "");
  EXPECT_EQ(code("no link at all", {}, 0), "");
}

TEST(Denied, RejectsTheDomainAndAllBelowInAnySpelling) {
  const Settings settings{.deny = {"Example.com.", "bücher.example", "xyz", "10.0.0.1", "spam.it"}};
  for (const char* text :
       {"https://example.com", "https://www.EXAMPLE.com:8080/x", "https://example.com./x", "a.b.example.com",
        "hxxp://example[.]com", "https://bücher.example", "https://xn--bcher-kva.example/", "https://BÜCHER.example",
        "cheap.xyz", "http://167772161/", "http://0xa.1", "http://012.0.0.1", "https://ex%61mple.com",
        "go to spam.it now", "e x a m p l e . c o m", "[x](//example.com)", "https://ｅxample。com/"}) {
    const Finding found = judge(text, settings);
    EXPECT_EQ(found.code, "links.denied") << text;
    EXPECT_EQ(found.action, Action::reject) << text;
  }
  for (const char* text : {"https://notexample.com", "https://example.com.evil.net", "https://example.org/example.com"})
    EXPECT_EQ(code(text, settings), "") << text;
  EXPECT_EQ(judge("at https://www.example.com/x", settings).message, "Links to www.example.com are not accepted here.");
}

TEST(Denied, TheLongerOfDenyAndAllowWins) {
  const Settings settings{.deny = {"blogspot.com", "bad.mysite.org"}, .allow = {"good.blogspot.com", "mysite.org"}};
  EXPECT_EQ(code("https://good.blogspot.com", settings), "");
  EXPECT_EQ(code("https://other.blogspot.com", settings), "links.denied");
  EXPECT_EQ(code("https://bad.mysite.org", settings), "links.denied");
  EXPECT_EQ(code("https://a.org", {.deny = {"a.org"}, .allow = {"a.org"}}), "links.denied");
}

TEST(NotAllowed, HoldsEveryOtherDomainIfOnlyAllowedOnesAre) {
  const Settings settings{.allow = {"mysite.org"}, .only_allowed = true};
  EXPECT_EQ(code("https://mysite.org/a www.mysite.org", settings), "");
  const Finding found = judge("https://other.org", settings);
  EXPECT_EQ(found.code, "links.not_allowed");
  EXPECT_EQ(found.message, "Links to other.org have to be looked at by a moderator before they appear here.");
}

TEST(Shortener, HoldsKnownOnesAndThoseOfTheOperator) {
  for (const char* text : {"https://bit.ly/abc", "bit.ly/abc", "t.co/x", "www.tinyurl.com/x", "is.gd/x", "git.io/a"})
    EXPECT_EQ(code(text), "links.shortener") << text;
  EXPECT_EQ(judge("https://bit.ly/abc").message,
            "Links shortened by bit.ly hide where they lead; use the full address.");
  EXPECT_EQ(code("https://go.example/x"), "");
  EXPECT_EQ(code("https://go.example/x", {.shorteners = {"go.example"}}), "links.shortener");
  EXPECT_EQ(code("https://bit.ly/abc", {.allow = {"bit.ly"}}), "");
}

TEST(IpAddress, HoldsEveryWayToWriteOne) {
  for (const char* text : {"http://10.0.0.1/x", "http://167772161/", "http://0x0a000001", "http://0xa.0.0.1",
                           "http://012.0.0.1/", "http://10.1", "http://[2001:db8::1]/", "http://1.2.3.4:80",
                           "10.0.0.1/login", "http://１０.０.０.１/", "http://999.999.999.999/"})
    EXPECT_EQ(code(text), "links.ip_address") << text;
  EXPECT_EQ(judge("http://167772161/").message,
            "Links to bare addresses such as 10.0.0.1 are not accepted here; use the site's name.");
  EXPECT_EQ(code("http://1and1.com http://0x.org"), "");
}

TEST(Misleading, HoldsUserInfo) {
  const Finding found = judge("https://paypal.com@evil.example/login");
  EXPECT_EQ(found.code, "links.misleading");
  EXPECT_EQ(found.message, "A link hides behind an \"@\" that it leads to evil.example; write the address plainly.");
  EXPECT_EQ(code("https://user:pw@evil.example"), "links.misleading");
  EXPECT_EQ(code("https://medium.com/@user"), "");
}

TEST(Misleading, HoldsTextThatShowsAnotherDomain) {
  const Finding found = judge("go [paypal.com](https://evil.example/x)");
  EXPECT_EQ(found.code, "links.misleading");
  EXPECT_EQ(found.message, "A link shows paypal.com but leads to evil.example; write the address it leads to.");
  EXPECT_EQ(found.spans, (std::vector<Span>{{3, 39}}));
  EXPECT_EQ(code("<a href=\"https://evil.example\">https://paypal.com/</a>"), "links.misleading");
  EXPECT_EQ(code("[url=https://evil.example]www.paypal.com[/url]"), "links.misleading");
  for (const char* text : {"[paypal.com](https://www.paypal.com/x)", "[www.paypal.com](https://paypal.com)",
                           "[shop.example.co.uk](https://www.example.co.uk)", "[Paypal](https://evil.example)",
                           "[paypal.com](https://PAYPAL.com.)"})
    EXPECT_EQ(code(text), "") << text;
  EXPECT_EQ(code("[a.co.uk](https://b.co.uk)"), "links.misleading");
}

TEST(LookAlike, HoldsLabelsOfMixedOrBorrowedAlphabets) {
  for (const char* text : {"https://pаypal.com", "pаypal.com/x", "https://xn--pypal-4ve.com", "https://аррӏе.com",
                           "https://xn--80ak6aa92e.com/"})
    EXPECT_EQ(code(text), "links.look_alike") << text;
  for (const char* text : {"https://münchen.de", "https://пример.рф", "https://例え.jp", "https://café.fr",
                           "https://москва.com", "https://сор.рф", "https://日本japan.jp", "https://xn--mnchen-3ya.de"})
    EXPECT_EQ(code(text), "") << text;
  EXPECT_EQ(judge("https://pаypal.com").message,
            "The address xn--pypal-4ve.com mixes letters that look alike; write the site's usual address.");
}

TEST(LookAlike, HoldsWhatResemblesAProtectedOrAllowedDomain) {
  const Settings settings{.allow = {"mysite.org"}, .protect = {"paypal.com", "microsoft.com"}};
  for (const char* text :
       {"https://paypa1.com", "https://www.paypa1.com/x", "https://rnicrosoft.com", "https://micr0soft.com",
        "https://paypal.com.evil.example", "https://mys1te.org.mysite.org.evil.example", "https://раураl.com"})
    EXPECT_EQ(code(text, settings), "links.look_alike") << text;
  EXPECT_EQ(judge("https://paypa1.com", settings).message,
            "The address paypa1.com looks like paypal.com but is another site.");
  for (const char* text :
       {"https://paypal.com", "https://www.paypal.com", "https://microsoft.com/x", "https://mypaypal.com"})
    EXPECT_EQ(code(text, settings), "") << text;
}

TEST(Judges, TheStrictestActionWinsAndEachCanBeTurnedOff) {
  EXPECT_EQ(code("https://bit.ly/x http://10.0.0.1", {.shortener = Action::reject}), "links.shortener");
  EXPECT_EQ(code("https://bit.ly/x", {.shortener = Action::pass}), "");
  EXPECT_EQ(code("https://bit.ly/x", {.shortener = Action::pass}, 0), "links.new_author");
  EXPECT_EQ(code("http://10.0.0.1", {.ip_address = Action::pass}), "");
  EXPECT_EQ(code("https://a@b.com", {.misleading = Action::pass}), "");
  EXPECT_EQ(code("https://pаypal.com", {.look_alike = Action::pass}), "");
  EXPECT_EQ(judge("a.org", {.denied = Action::hold, .deny = {"a.org"}}).action, Action::hold);
  EXPECT_EQ(judge("see example.com", {.new_author = Action::approve}, 0).action, Action::approve);
}

TEST(Wording, ShowsLongNamesByTheirEnd) {
  const std::string name = std::string(63, 'a') + "." + std::string(63, 'b') + ".example.com";
  const std::string seen = shown(name);
  EXPECT_EQ(seen.size(), 60U);
  EXPECT_TRUE(seen.starts_with("...")) << seen;
  EXPECT_TRUE(seen.ends_with(".example.com")) << seen;
  EXPECT_EQ(shown("a<b>\"c"), "a?b??c");
}

TEST(Judges, MarksAtMostAHundredLinks) {
  std::string text;
  for (int i = 0; i < 1'000; ++i) text += "a.com ";
  const Finding found = judge(text);
  EXPECT_EQ(found.message, "This comment has 1000 links; at most 2 are accepted here.");
  EXPECT_EQ(found.spans.size(), 100U);
}

}  // namespace
}  // namespace moderato::links
