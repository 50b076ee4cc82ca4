#include "coral/plain_text.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <utility>

namespace moderato::gateway::coral {
namespace {

TEST(TextOfHtml, IsWhatPeopleRead) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 24> cases{{
      {"", ""},
      {"Well said.", "Well said."},
      {"<div>One</div><div>Two</div>", "One\nTwo"},
      {"<div>One<br></div><div><br></div><div>Two</div>", "One\n\nTwo"},
      {"One<br>Two<br/>Three<BR />Four", "One\nTwo\nThree\nFour"},
      {"<p>One</p><p>Two</p>", "One\n\nTwo"},
      {"<ul><li>a</li><li>b</li></ul>after", "a\nb\nafter"},
      {"He said:<blockquote>Never!</blockquote>I agree.", "He said:\n\nNever!\n\nI agree."},
      {"<b>i</b><i>d</i>iot", "idiot"},
      {"<span class=\"spoiler\">he dies</span>", "he dies"},
      {"1 &lt; 2 &amp;&amp; 3 &gt; 2, &quot;so&quot; &#39;it&#x2019;s&#39;", "1 < 2 && 3 > 2, \"so\" 'it\u2019s'"},
      {"&amp;lt;b&amp;gt;", "&lt;b&gt;"},
      {"a&nbsp;&nbsp;b \n\t c", "a b c"},
      {"&#x1F600;&#0;&#xD800;", "\U0001F600\ufffd\ufffd"},
      {"&unknown; &#xZ; &# &", "&unknown; &#xZ; &# &"},
      {"1 < 2 and <3", "1 < 2 and <3"},
      {"<!-- hidden -->seen<!-- never closed", "seen<!-- never closed"},
      {"<script>bad()</script><style>b{}</style>seen", "seen"},
      {"<b title=\"a > b\">bold</b>", "bold"},
      {"<b title=\"never closed>bold</b>", "bold"},
      {"<a href=\"https://a.example/\">https://a.example</a>", "https://a.example"},
      {"<a href=\"http://a.example\">a.example</a> rocks", "a.example rocks"},
      {"<a class=\"x\" href=\"https://b.example/?a=1&amp;b=2\">Click <b>me</b></a>!",
       "Click me (https://b.example/?a=1&b=2)!"},
      {"<a data-href=\"x\">no link</a>, <a href=\"https://c.example\"></a>", "no link, (https://c.example)"},
  }};
  for (const auto& [html, text] : cases) EXPECT_EQ(text_of_html(html), text) << html;
}

TEST(TextOfHtml, KeepsWhatIsNoMarkup) {
  EXPECT_EQ(text_of_html("idiot <"), "idiot <");
  EXPECT_EQ(text_of_html("<b idiot"), "<b idiot");
  EXPECT_EQ(text_of_html("</ idiot>"), "</ idiot>");
  EXPECT_EQ(text_of_html("<script>idiot"), "idiot");
}

TEST(TextOfHtml, BothFormatsHaveTheSameLetters) {
  const std::string html = "<div>One &amp; <a href=\"https://a.example\">two</a></div><ul><li>three&nbsp;x</li></ul>";
  EXPECT_EQ(letters_of_html(html), letters_of_text("One & two\nthree\u00a0x"));
  EXPECT_EQ(letters_of_text(" \t\n\u00a0"), "");
  EXPECT_NE(letters_of_text("a"), letters_of_text("b"));
}

// Each would take minutes if anything were read again and again.
TEST(TextOfHtml, IsReadOnceHoweverItIsBroken) {
  for (const std::string_view piece : {"<a \"", "<a '", "<!--", "<script>", "<script></x", "<b", "</", "&#x", "&#",
                                       "<a href=\"", "<a href=\"x\">", "<p>", "<br>", "&amp;", "<title></titl"}) {
    std::string html;
    while (html.size() < 500'000) html += piece;
    EXPECT_LE(text_of_html(html).size(), 2 * html.size()) << piece;
  }
}

}  // namespace
}  // namespace moderato::gateway::coral
