#include "syndication/markup.hpp"

#include <gtest/gtest.h>

namespace moderato::gateway::syndication {
namespace {

TEST(Markup, EscapesWhatWouldBeMarkup) {
  EXPECT_EQ(escaped("<a href=\"x\" b='y'>&amp;]]></a>"),
            "&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;amp;]]&gt;&lt;/a&gt;");
  EXPECT_EQ(escaped("tab\tline\nend\r"), "tab\tline\nend&#13;");
  EXPECT_EQ(escaped("é 😀"), "é 😀");
}

TEST(Markup, ReplacesWhatXmlDoesNotAllow) {
  std::string controls;
  for (char byte = 0; byte < ' '; ++byte)
    if (byte != '\t' && byte != '\n' && byte != '\r') controls += byte;
  std::string expected;
  for (std::size_t i = 0; i < controls.size(); ++i) expected += "\uFFFD";
  EXPECT_EQ(escaped(controls), expected);
  EXPECT_EQ(escaped("a\xEF\xBF\xBE\xEF\xBF\xBF\uFFFDb"), "a\uFFFD\uFFFD\uFFFDb");
}

TEST(Markup, EncodesSegments) {
  EXPECT_EQ(encoded("a b/c?d=é&'\"<>#%"), "a%20b%2Fc%3Fd%3D%C3%A9%26%27%22%3C%3E%23%25");
  EXPECT_EQ(encoded("aZ09-_.!~*()"), "aZ09-_.!~*()");
}

TEST(Markup, KnowsAddressesOfTheWeb) {
  for (const char* const good : {"http://a", "https://news.example/a?b=c#d", "HTTPS://x.example", "https://[::1]/"})
    EXPECT_TRUE(is_web_address(good)) << good;
  for (const char* const bad : {"", "http://", "https:///x", "javascript:alert(1)", " https://a", "https://a b",
                                "https://a\"b", "https://a<b", "https://a\nb", "//a", "/a", "ftp://a", "https://@a"})
    EXPECT_FALSE(is_web_address(bad)) << bad;
}

}  // namespace
}  // namespace moderato::gateway::syndication
