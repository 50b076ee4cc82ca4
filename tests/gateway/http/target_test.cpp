// What a request's target means, and which mean harm.
#include "http/target.hpp"

#include <gmock/gmock.h>

#include "support/case_name.hpp"

namespace moderato::gateway::http {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

TEST(ATarget, IsDecoded) {
  const auto target = parse_target("/sites/a%20b/articles/2024%2Fnews+1/?q=x+y%2B&empty&=&utf=%C3%A9");
  ASSERT_TRUE(target);
  EXPECT_THAT(target->segments, ElementsAre("sites", "a b", "articles", "2024/news+1", ""));
  EXPECT_THAT(target->query, ElementsAre(Pair("q", "x y+"), Pair("empty", ""), Pair("", ""), Pair("utf", "\u00e9")));
  EXPECT_FALSE(target->authority);
}

TEST(ATarget, MayBeARoot) {
  EXPECT_THAT(parse_target("/")->segments, IsEmpty());
  EXPECT_THAT(parse_target("//")->segments, ElementsAre("", ""));
}

TEST(ATarget, MayNameItsHost) {
  const auto target = parse_target("HTTP://example.org:80/a?b=c");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->authority, "example.org:80");
  EXPECT_EQ(target->text, "/a?b=c");
  EXPECT_THAT(target->segments, ElementsAre("a"));
  EXPECT_EQ(parse_target("https://example.org")->text, "/");
}

TEST(ATarget, KeepsLinesOfAQueryButNotOfAPath) {
  EXPECT_THAT(parse_target("/?text=a%0D%0Ab")->query, ElementsAre(Pair("text", "a\r\nb")));
  EXPECT_FALSE(parse_target("/a%0Ab"));
  EXPECT_FALSE(parse_target("/?a%0Ab=1"));
}

TEST(ATarget, HasSomeParametersOnly) {
  std::string text = "/?a";
  for (std::size_t i = 1; i < most_parameters; ++i) text += "&a";
  EXPECT_TRUE(parse_target(text));
  EXPECT_FALSE(parse_target(text + "&a"));
}

class ARefusedTarget : public ::testing::TestWithParam<const char*> {};
TEST_P(ARefusedTarget, IsNone) {
  EXPECT_FALSE(parse_target(GetParam()));
}
const char* const refused[] = {
    "",
    "a",
    "example.org:80",
    "?a",
    "/..",
    "/../a",
    "/a/..",
    "/a/./b",
    "/%2e%2e/a",
    "/.%2E/a",
    "/a%2f..%2fb",
    "/a%5C..%5Cb",
    "/a\\..\\b",
    "/%",
    "/%2",
    "/%g0",
    "/%+1",
    "/%00",
    "/%7f",
    "/%0d%0aSet-Cookie:a",
    "/%ff",
    "/%c0%ae%c0%ae/a",  // ".." in overlong UTF-8
    "/%ed%a0%80",       // half of a surrogate pair
    "/a?%ff=1",
    "/a?b=%zz",
    "/a#b",
    "file:///etc/passwd",
    "http://",
    "http:///a",
    "http://user@example.org/",
    "javascript:alert(1)",
};
constexpr auto by_target_name = [](const auto& info) { return case_name(info.index, info.param); };
INSTANTIATE_TEST_SUITE_P(Refused, ARefusedTarget, ::testing::ValuesIn(refused), by_target_name);

}  // namespace
}  // namespace moderato::gateway::http
