#include "coral/request.hpp"

#include <gtest/gtest.h>

#include "coral/signature.hpp"

namespace moderato::external {
namespace {

moderato_comment comment_of(std::string_view text) {
  moderato_comment raw{};
  raw.size = sizeof raw;
  raw.site = abi::string("news");
  raw.id = abi::string("7");
  raw.article = abi::string("a1");
  raw.author_id = abi::string("anna");
  raw.text = abi::string(text);
  raw.url = abi::string("https://example.org/a1");
  return raw;
}

TEST(CoralRequest, IsWrittenAsCoralWritesIt) {
  const moderato_comment raw = comment_of("Well \"said\" / <b>é</b>\n\t\x01\x7f");
  EXPECT_EQ(request_body(Comment{raw}, Format::plain_text, "STAFF", {"t-1", "news.example.org"}), R"({
  "action": "NEW",
  "comment": {
    "body": "Well \"said\" / <b>é</b>\n\t\u0001)"
                                                                                                  "\x7f"
                                                                                                  R"(",
    "parentID": null
  },
  "author": {
    "id": "anna",
    "role": "STAFF"
  },
  "story": {
    "id": "a1",
    "url": "https://example.org/a1"
  },
  "site": {
    "id": "news"
  },
  "tenantID": "t-1",
  "tenantDomain": "news.example.org"
})");
}

TEST(CoralRequest, TellsRepliesAndEdits) {
  moderato_comment raw = comment_of("Yes");
  raw.parent = abi::string("6");
  raw.revision = 1;
  raw.article_url = abi::string("https://example.org/known");
  const std::string body = request_body(Comment{raw}, Format::plain_text, "COMMENTER", {});
  EXPECT_NE(body.find(R"("action": "EDIT")"), body.npos);
  EXPECT_NE(body.find(R"("parentID": "6")"), body.npos);
  EXPECT_NE(body.find(R"("url": "https://example.org/known")"), body.npos);
}

TEST(CoralRequest, EscapesMarkup) {
  EXPECT_EQ(as_html("a < b && \"c\" > 'd'\r\ne"), "a &lt; b &amp;&amp; &quot;c&quot; &gt; &#39;d&#39;<br>e");
  const moderato_comment raw = comment_of("<script>\"");
  EXPECT_NE(request_body(Comment{raw}, Format::html, "COMMENTER", {}).find(R"("body": "&lt;script&gt;&quot;")"),
            std::string::npos);
}

// The test cases 1 and 2 of RFC 4231.
TEST(CoralSignature, IsHmacSha256) {
  EXPECT_EQ(signature("Hi There", {std::string(20, '\x0b')}),
            "sha256=b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(signature("what do ya want for nothing?", {"Jefe", std::string(20, '\x0b')}).substr(0, 72),
            "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843,");
}

TEST(CoralSignature, IsMadeWithEachSecret) {
  const std::string both = signature("x", {"new", "old"});
  EXPECT_EQ(both, signature("x", {"new"}) + "," + signature("x", {"old"}));
  EXPECT_NE(signature("x", {"new"}), signature("x", {"old"}));
}

}  // namespace
}  // namespace moderato::external
