#include <gtest/gtest.h>

#include <string>

#include "moderato/testing.hpp"

namespace moderato {
namespace {

Finding judge(const std::string& text, testing::Settings settings = {}) {
  testing::Filter filter{std::move(settings)};
  return filter.check({.text = text});
}

std::string code_of(const std::string& text, testing::Settings settings = {}) {
  return judge(text, std::move(settings)).code;
}

std::string times(int count, const std::string& part) {
  std::string text;
  for (int i = 0; i < count; ++i) text += part;
  return text;
}

TEST(Length, RejectsTextThatShowsNothing) {
  testing::Filter filter;
  for (const std::string text : {"", "  \n\t ", "\u200b\u200d\ufeff", "\u3164\u00a0\u2800", "\u00ad\u2060",
                                 "\u0301\u0301", "\xff\xfe", "\u202e\u2066", "\U000e0041\ufe0f"})
    EXPECT_REJECTS(filter, text, "length.empty");
  EXPECT_EQ(code_of("", {{"empty", "pass"}, {"too_short", "pass"}}), "");
}

TEST(Length, HoldsTextWithTooFewLetters) {
  testing::Filter filter;
  for (const std::string text :
       {"k", "?", "...", "5", "+ !", "👍", "👨‍👩‍👧‍👦", "🇫🇷", "👍🏽", "é", "e\u0301"})
    EXPECT_HOLDS(filter, text, "length.too_short");
  EXPECT_EQ(judge("k").message, "The comment has 1 letter; write at least 2.");
  EXPECT_EQ(code_of("nine cha", {{"min_letters", 8}}), "length.too_short");
}

TEST(Length, PassesShortWordsOfAnyScript) {
  testing::Filter filter;
  for (const std::string text :
       {"ok", "10/10", "42", "👍👍", "🇫🇷🇩🇪", "हाँ", "ดี", "好", "네", "لا", "כן", "да", "1️⃣ ✅", "はい"})
    EXPECT_PASSES(filter, text, "");
}

TEST(Length, RejectsMoreCharactersThanAllowedAndMarksTheRest) {
  EXPECT_EQ(code_of(times(1250, "abc ")), "");
  const Finding finding = judge(times(1250, "abc ") + "é");
  EXPECT_EQ(finding.code, "length.too_long");
  EXPECT_EQ(finding.action, Action::reject);
  EXPECT_EQ(finding.message, "The comment has 5001 characters; shorten it to 5000.");
  EXPECT_EQ(finding.spans, (std::vector<Span>{{5000, 5002}}));
}

TEST(Length, CountsCharactersNotBytes) {
  EXPECT_EQ(code_of("äöüß", {{"max_characters", 4}}), "");
  EXPECT_EQ(code_of("äöüß.", {{"max_characters", 4}}), "length.too_long");
}

TEST(Length, HoldsTextInCapitals) {
  const Finding finding = judge("THIS IS A DISGRACE AND EVERYBODY KNOWS IT");
  EXPECT_EQ(finding.code, "length.capitals");
  EXPECT_EQ(finding.action, Action::hold);
  EXPECT_EQ(finding.message, "100 % of the letters are capitals; write the comment in lower case.");
  ASSERT_EQ(finding.spans.size(), 1U);
  EXPECT_EQ(finding.spans[0], (Span{0, 41}));
  EXPECT_EQ(code_of("ЭТО ПОЗОР И ВСЕ ОБ ЭТОМ ЗНАЮТ УЖЕ ДАВНО"), "length.capitals");
  EXPECT_EQ(code_of("ΑΥΤΟ ΕΙΝΑΙ ΝΤΡΟΠΗ ΚΑΙ ΟΛΟΙ ΤΟ ΞΕΡΟΥΝ"), "length.capitals");
  EXPECT_EQ(code_of("WHY?! NOBODY ASKED US ABOUT THIS, NOT ONCE! shame"), "length.capitals");
}

TEST(Length, PassesCapitalsThatDoNotShout) {
  testing::Filter filter;
  for (const std::string text : {
           "NO WAY!",                                                      // short
           "Wie BMW, VW, SAP, BASF, RWE und EON",                          // acronyms
           "NATO/EU/UN/WHO/IMF/OECD/WTO: all of them failed us",           //
           "I AM NOT SHOUTING but the rest of this is written as usual.",  // a part only
           "> TAX THE RICH, SAID THE SPEAKER OF THE HOUSE\nNo, thanks.",   // quoted
           "The headline said \"MAYOR RESIGNS AFTER HUGE SCANDAL\". So?",  //
           "„BÜRGERMEISTER TRITT NACH SKANDAL ZURÜCK“ steht da.",          //
           "see HTTPS://EXAMPLE.COM/VERY-LONG-PATH/IN-CAPITALS now",       // link
           "#BLACKLIVESMATTER #METOO @SOMEBODY yes",                       // tags
           "COVID-19 B2B GTX1080TI RTX4090 H5N1 SARS-COV2 MP3 USB3",       // with digits
           "A B C D E F G H I J K L M N O P Q R S T U V W X Y Z",          // single letters
           "这是一个很长的中文评论没有大小写的区别所以永远不会被认为是大写 OK",
       })
    EXPECT_PASSES(filter, text, "");
}

TEST(Length, QuotationMarksDoNotHideAShout) {
  EXPECT_EQ(code_of("\"THIS IS A DISGRACE AND EVERYBODY KNOWS IT\""), "length.capitals");
  EXPECT_EQ(code_of("\" THIS IS A DISGRACE AND EVERYBODY KNOWS IT"), "length.capitals");
  EXPECT_EQ(code_of("> THIS IS A DISGRACE AND EVERYBODY KNOWS IT"), "length.capitals");
}

TEST(Length, CapitalsHaveALeastAndAShare) {
  const std::string half = "HALF OF THESE WORDS ARE written in big letters";
  EXPECT_EQ(code_of(half), "");
  EXPECT_EQ(code_of(half, {{"capitals_share", 0.4}}), "length.capitals");
  EXPECT_EQ(code_of("NO WAY!", {{"capitals_least", 5}}), "length.capitals");
}

TEST(Length, HoldsOneCharacterRepeated) {
  const std::string no = "Noooooooooooooo way";
  const Finding finding = judge(no);
  EXPECT_EQ(finding.code, "length.repeats");
  EXPECT_EQ(finding.action, Action::hold);
  EXPECT_EQ(finding.message, "The character o is repeated 14 times in a row; repeat it at most 10 times.");
  EXPECT_EQ(testing::words_of(finding, no), std::vector<std::string>{"oooooooooooooo"});
  for (const std::string text : {"aaaaaaaaaaa no", "so what!!!!!!!!!!!", "AaAaAaAaAaA ha", "why???????????"})
    EXPECT_EQ(code_of(text), "length.repeats") << text;
  EXPECT_EQ(code_of("ha " + times(11, "😂")), "length.repeats");
  EXPECT_EQ(code_of("ha " + times(11, "a\u200b")), "length.repeats");
}

TEST(Length, PassesTenOfACharacterAndSeparators) {
  for (const std::string text :
       {"so what!!!!!!!!!!", "above\n--------------------------------\nbelow", "well..................... no",
        "one\n================\ntwo", "one ———————————————— two", "loading ████████████ done",
        "x = y + z\n    ^^^^^^^^^^^^^^^^", "word                  word"})
    EXPECT_EQ(code_of(text), "") << text;
  EXPECT_EQ(code_of("see https://example.com/aaaaaaaaaaaaaaaaaaaaaaaa"), "");
  EXPECT_EQ(code_of("no " + times(81, "-")), "length.repeats");
  EXPECT_EQ(code_of("see ----- there", {{"max_separator", 4}, {"max_repeat", 4}}), "length.repeats");
}

TEST(Length, RejectsStackedMarks) {
  const Finding finding = judge("Z" + times(5, "\u0300") + "algo");
  EXPECT_EQ(finding.code, "length.zalgo");
  EXPECT_EQ(finding.action, Action::reject);
  EXPECT_EQ(finding.message, "A character has 5 marks stacked on it; use at most 4.");
  EXPECT_EQ(finding.spans, (std::vector<Span>{{0, 11}}));
  EXPECT_EQ(code_of("Z" + times(4, "\u0300") + "algo"), "");
  EXPECT_EQ(code_of("H̷̢̧̛̛e̸̡̨̧̛̛ c̵̡̧̛̛ơ̶̡̢̧̛m̷̡̢̧̛e̸̡̢̧̛s̵̡̢̧̛̛"), "length.zalgo");
  EXPECT_EQ(code_of("ก" + times(30, "็") + " tall"), "length.zalgo");
  EXPECT_EQ(code_of("x" + times(5, "\u0300\u034f") + "yz"), "length.zalgo");  // invisible ones between
}

TEST(Length, HoldsTooManyLines) {
  EXPECT_EQ(code_of(times(99, "line\n") + "line"), "");
  EXPECT_EQ(code_of(times(100, "line\r\n")), "");
  const Finding finding = judge(times(100, "line\n") + "more");
  EXPECT_EQ(finding.code, "length.lines");
  EXPECT_EQ(finding.action, Action::hold);
  EXPECT_EQ(finding.message, "The comment has 101 lines; shorten it to 100.");
  EXPECT_EQ(finding.spans, (std::vector<Span>{{500, 504}}));
  EXPECT_EQ(code_of(times(101, "line\u2028")), "length.lines");
}

TEST(Length, TheStrictestKindDecides) {
  const std::string text = times(2000, "SHOUT IT ") + times(12, "!");
  EXPECT_EQ(code_of(text), "length.too_long");
  EXPECT_EQ(code_of(text, {{"too_long", "hold"}, {"capitals", "reject"}}), "length.capitals");
  EXPECT_EQ(code_of(text, {{"too_long", "pass"}}), "length.repeats");
  EXPECT_EQ(code_of(text, {{"too_long", "pass"}, {"repeats", "pass"}, {"capitals", "pass"}}), "");
}

TEST(Length, RefusesWhatMakesNoSense) {
  EXPECT_THROW(testing::Filter(testing::Settings{{"empty", "approve"}}), std::invalid_argument);
  EXPECT_THROW(testing::Filter(testing::Settings{{"max_separator", 5}}), std::invalid_argument);
  EXPECT_THROW(testing::Filter(testing::Settings{{"capitals_share", 1.5}}), std::invalid_argument);
  EXPECT_THROW(testing::Filter(testing::Settings{{"max_lines", 0}}), std::invalid_argument);
}

TEST(Length, TakesAnyBytes) {
  testing::Filter filter{{{"too_long", "pass"}}};
  std::string bytes;
  for (unsigned i = 0; i < 100'000; ++i) bytes += static_cast<char>((i * 2654435761U) >> 24U);
  const Finding finding = filter.check({.text = bytes});
  for (const Span& span : finding.spans) {
    EXPECT_LT(span.begin, span.end);
    EXPECT_LE(span.end, bytes.size());
  }
  EXPECT_EQ(filter.check({.text = times(100'000, "\u0301")}).code, "length.empty");
  EXPECT_LE(filter.check({.text = times(10'000, "aaaaaaaaaaab")}).spans.size(), 64U);
  EXPECT_EQ(filter.check({.text = times(30'000, "\"A ")}).code, "");
}

}  // namespace
}  // namespace moderato
