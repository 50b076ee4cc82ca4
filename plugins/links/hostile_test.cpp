// Texts made to be slow or to break the reading.
#include <gtest/gtest.h>

#include <string>

#include "judges.hpp"
#include "symbols.hpp"

namespace moderato::links {
namespace {

constexpr std::size_t size = 64 * 1024;

std::string repeated(std::string_view piece, std::size_t bytes) {
  std::string text;
  while (text.size() < bytes) text += piece;
  return text;
}

void judge(const Judges& judges, const std::string& text) {
  for (const Span& span : judges.judge(text, 0).spans) {
    EXPECT_LT(span.begin, span.end);
    EXPECT_LE(span.end, text.size());
  }
}

class Hostile : public ::testing::TestWithParam<const char*> {};

// A megabyte takes a moment; it would take many minutes if each step looked at all the rest again.
TEST_P(Hostile, TakesLinearTime) {
  Settings settings;
  settings.protect = {"paypal.com"};
  settings.allow = {"mysite.org"};
  judge(Judges{settings}, repeated(GetParam(), 16 * size));
}

INSTANTIATE_TEST_SUITE_P(Texts, Hostile,
                         ::testing::Values("((((((", "[](", "](", "[", "]", "http://http://", "http://", "a.a.a.a.a.",
                                           "a.com.", "a.com", "a.com ", "[a](b.com", "[a](http://a.com ", "<a ",
                                           "<a href=", "<a href=b.com>", "</a>", "<a href=b.com>x</a>",
                                           "[url=", "[url=a.com]", "[/url]", "(dot)", "a(dot)", "( dot", "[.]",
                                           "a b . ", "a . ", "e x a m p l e . c o m ", "@", "a@", "a.com@", "http://a@",
                                           "http://[::", "http://[", "http://%61", "http://xn--", "http://а.", ".",
                                           "..", "a..", "é.", "。", "a。", "中", "中a.", "中a.com", "&#46;", "a&#",
                                           "\xff", "\xf0\x9f", "\u200b", "a\u200b.", "://", "a://", "http:", "http:/",
                                           "a.b+", "a+", "file.py/", "www.", "1.", "1.2.3.4/a", "0x", "http://0x1.",
                                           "x-", "_._", "\xcc\x81", "A.B.C.It.", "http://a.com/(", "http://a.com/)",
                                           "http://a.com/[]", "[a][", "http://paypal.com."));

TEST(Hostile, OneLongRunIsRead) {
  const Judges judges{Settings{}};
  for (const char* piece : {"a", "a.", "a-", "é", "中", "1", "%61"})
    for (const char* start : {"", "http://", "[x](", "<a href=\""}) {
      const std::string text = start + repeated(piece, 4 * size) + ".com/x";
      judge(judges, text);
    }
}

TEST(Hostile, EveryPairAndTripleOfMarksIsRead) {
  const Judges judges{Settings{}};
  const std::string marks = "a.:/[]()<>=@ \"-%&#\xe3\x80\x82\xff";
  for (const char one : marks)
    for (const char two : marks)
      for (const char three : marks) {
        const std::string end{one, two, three};
        for (const std::string& text :
             {"http:" + end, "a.com" + end, end + "a.com", "[a](a.com" + end, "<a href" + end})
          for (const Span& span : judges.judge(text, 0).spans) ASSERT_LE(span.end, text.size()) << text;
      }
}

// The shortcut must not miss what reading would find.
TEST(WorthReading, SeesEveryDisguise) {
  for (const char* text : {"a.com",
                           "http://a",
                           "http:\\\\a",
                           "a[.]com",
                           "a (dot) com",
                           "a ( dot ) com",
                           "a{DOT}com",
                           "a(punkt)de",
                           "a . c",
                           "a。com",
                           "a．com",
                           "a｡com",
                           "a\u2024com",
                           "a&#46;com",
                           "http\uff1a//a",
                           "\u200b.com",
                           "h t t p : / / a . b c",
                           "a（ｄｏｔ）com",
                           "http:\u200b//a",
                           "a(точка)com"})
    EXPECT_TRUE(worth_reading(text)) << text;
  for (const char* text :
       {"", "No link. None, at all!", "Über alles. Schön.", "Привет. Как дела?", "well (so) what: nothing."})
    EXPECT_FALSE(worth_reading(text)) << text;
}

}  // namespace
}  // namespace moderato::links
