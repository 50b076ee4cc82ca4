#include "cli/terminal.hpp"

#include <gtest/gtest.h>

#include <array>

#include "cli/show.hpp"
#include "config/endpoints.hpp"

namespace moderato::cli {
namespace {

TEST(PrintableTest, LetsNothingSteerTheTerminal) {
  EXPECT_EQ(printable("a\x1b[31mb"), "a\\u{1b}[31mb");
  EXPECT_EQ(printable("\xc2\x9b"), "\\u{9b}");        // CSI in one character
  EXPECT_EQ(printable("\xe2\x80\xae"), "\\u{202e}");  // right-to-left override
  EXPECT_EQ(printable("line\nbreak\t."), "line\nbreak\t.");
  EXPECT_EQ(printable("grün 😀"), "grün 😀");
  EXPECT_EQ(printable("bad\xff"), "bad\xef\xbf\xbd");
}

TEST(HarmlessJsonTest, IsTheSameJson) {
  const std::string evil = "[\"\xc2\x9b\x7f\xe2\x80\xae gr\xc3\xbc\xc3\x9f\\u001b\"]\n";
  EXPECT_EQ(harmless_json(evil), "[\"\\u009b\\u007f\\u202e gr\xc3\xbc\xc3\x9f\\u001b\"]\n");
  EXPECT_EQ(boost::json::parse(harmless_json(evil)), boost::json::parse(evil));
}

TEST(OneLineTest, CutsByCharacters) {
  EXPECT_EQ(one_line("grüße", 5), "grüße");
  EXPECT_EQ(one_line("grüßen", 5), "grüße…");
  EXPECT_EQ(one_line("a\nb", 10), "a b");
}

TEST(PainterTest, MarksSpansAsOneWhereTheyMeet) {
  const Painter plain{false};
  const std::array<Span, 4> spans{{{8, 12}, {0, 3}, {2, 5}, {90, 99}}};
  EXPECT_EQ(plain.mark("you fool, go away", spans), "[[you f]]ool[[, go]] away");
  EXPECT_EQ(plain.mark("plain", {}), "plain");
}

TEST(PainterTest, ColoursOnlyWhenToldTo) {
  EXPECT_EQ(Painter{false}.verdict("approve"), "approve");
  EXPECT_EQ(Painter{true}.verdict("approve"), "\x1b[32mapprove\x1b[0m");
  EXPECT_EQ(Painter{true}.verdict("reject"), "\x1b[31mreject\x1b[0m");
}

TEST(WhyTest, NamesWhatHadAnEffect) {
  const auto verdict = boost::json::parse(R"({"reasons":[
    {"filter":"a","action":"pass","code":"a.fine","message":"Fine."},
    {"filter":"b","action":"hold","code":"b.bad","message":"Bad.","score":0.5},
    {"filter":"c","action":"reject","code":"c.worse","message":"Worse.","shadow":true}]})");
  EXPECT_EQ(why(verdict.as_object()), "b: Bad. (0.50)");
  EXPECT_EQ(why(boost::json::parse("{}").as_object()), "");
}

TEST(CallableTest, KnowsWhereToCall) {
  EXPECT_EQ(callable({{"tcp://127.0.0.1:1"}, {}}), "tcp://127.0.0.1:1");
  EXPECT_EQ(callable({{"tcp://*:2"}, {}}), "tcp://127.0.0.1:2");
  EXPECT_EQ(callable({{"tcp://0.0.0.0:2"}, {}}), "tcp://127.0.0.1:2");
  EXPECT_EQ(callable({{"tcp://[::]:2"}, {}}), "tcp://[::1]:2");
  EXPECT_EQ(callable({{"tcp://*:*", "ipc:///run/x"}, {}}), "ipc:///run/x");
  EXPECT_EQ(callable({{}, {"tcp://broker:3"}}), "");
}

}  // namespace
}  // namespace moderato::cli
