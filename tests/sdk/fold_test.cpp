#include "moderato/text/fold.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>

#include "support/case_name.hpp"
#include "well_formed.hpp"

namespace moderato::text {
namespace {

const Folder& folder() {
  static const Folder one;
  return one;
}

Folded folded(std::string_view text) {
  Folded out;
  folder().fold(text, out);
  return out;
}

std::string fold(std::string_view text) {
  return folded(text).text;
}

// What the original has where `part` stands in the folded text.
std::string origin_of(std::string_view text, std::string_view part) {
  const Folded out = folded(text);
  const std::size_t at = out.text.find(part);
  if (at == std::string::npos) return "(not in: " + out.text + ")";
  const Span span = out.original(at, at + part.size());
  return std::string{text.substr(span.begin, span.end - span.begin)};
}

struct Reads {
  const char* text;
  const char* as;
};
class Disguise : public testing::TestWithParam<Reads> {};

TEST_P(Disguise, ReadsAs) {
  EXPECT_EQ(fold(GetParam().text), GetParam().as) << GetParam().text;
}

constexpr auto by_text = [](const auto& info) { return case_name(info.index, info.param.text); };

INSTANTIATE_TEST_SUITE_P(Plain, Disguise,
                         testing::Values(Reads{"", ""}, Reads{"  \t\n ", ""}, Reads{"Hello, World!", "hello world"},
                                         Reads{"a", "a"}, Reads{"I am", "i am"},
                                         Reads{"don't you're l'homme", "dont youre l homme"}, Reads{"don’t", "dont"},
                                         Reads{"ÉCOLE Straße", "ecole strasse"}, Reads{"'quoted'", "quoted"},
                                         Reads{"well-known", "well known"}),
                         by_text);
INSTANTIATE_TEST_SUITE_P(Numbers, Disguise,
                         testing::Values(Reads{"in 2026", "in 2026"}, Reads{"1000000", "1000000"},
                                         Reads{"3.14", "3 14"}, Reads{"the 1st, 2nd and 90s", "the 1st 2nd and 90s"},
                                         Reads{"covid19 mp3 b2b", "covid19 mp3 b2b"}, Reads{"$100 or 50%", "100 or 50"},
                                         Reads{"１２", "12"}),
                         by_text);
INSTANTIATE_TEST_SUITE_P(Leet, Disguise,
                         testing::Values(Reads{"m0ney", "money"}, Reads{"id1ot 1d10t 1diot", "idiot idiot idiot"},
                                         Reads{"@sshole", "asshole"}, Reads{"$hit", "shit"},
                                         Reads{"a$$ a55", "ass ass"}, Reads{"sh!t b!tch", "shit bitch"},
                                         Reads{"wow!that", "wow that"}, Reads{"Stop!No", "stop no"},
                                         Reads{"ki11", "kill"}, Reads{"ki11er", "killer"}, Reads{"fu(k", "fuck"},
                                         Reads{"word(s)", "word s"}, Reads{"re+ard", "retard"},
                                         Reads{"£lite id€a tabl£ 10€", "lite idea table 10"},
                                         Reads{"h^+e b1^c ib€r^1", "hate biac iberai"}, Reads{"c++ x+", "c x"}),
                         by_text);
INSTANTIATE_TEST_SUITE_P(Masked, Disguise,
                         testing::Values(Reads{"f*ck f**k f***", "f*ck f**k f**"}, Reads{"st#p*d", "st*p*d"},
                                         Reads{"**bold** *it*", "bold it"}, Reads{"***", ""},
                                         Reads{"C# 100%", "c 100"}),
                         by_text);
INSTANTIATE_TEST_SUITE_P(Spaced, Disguise,
                         testing::Values(Reads{"f u c k", "fuck"}, Reads{"f.u.c.k you", "fuck you"},
                                         Reads{"f-u-c-k  y-o-u", "fuck you"}, Reads{"f u c k  y o u", "fuck you"},
                                         Reads{"you i d i o t now", "you idiot now"}, Reads{"a b", "a b"},
                                         Reads{"I a.b.c.d", "i abcd"}, Reads{"1 2 3 4", "1 2 3 4"},
                                         Reads{"f u u u u c k", "fuuck"}, Reads{"x f_u_n", "x fun"}),
                         by_text);
INSTANTIATE_TEST_SUITE_P(Repeats, Disguise,
                         testing::Values(Reads{"sooo", "soo"}, Reads{"soooooooo", "soo"}, Reads{"good", "good"},
                                         Reads{"НЕЕЕЕТ", "неет"}, Reads{"哈哈哈哈哈", "哈哈"}, Reads{"😂😂😂😂", "😂😂"}),
                         by_text);
INSTANTIATE_TEST_SUITE_P(Unicode, Disguise,
                         testing::Values(Reads{"ＦＲＥＥ  m0ney", "free money"}, Reads{"frее", "free"},
                                         Reads{"іdіоt", "idiot"}, Reads{"МОNЕY", "money"},
                                         Reads{"𝓲𝓭𝓲𝓸𝓽 𝕚𝕕𝕚𝕠𝕥 ⓘⓓⓘⓞⓣ", "idiot idiot idiot"}, Reads{"ɪᴅɪᴏᴛ", "idiot"},
                                         Reads{"🅸🅳🅸🅾🆃 🇫🇺🇳", "idiot fun"}, Reads{"i̧g̵nor̵a̧n̈t̵", "ignorant"},
                                         Reads{"s\u00adt\u00adu\u200bp\u2060i\ufe0fd", "stupid"},
                                         Reads{"\u202eidiot\u202c", "idiot"},
                                         Reads{"ıdiot ìdíöt łøst", "idiot idiot lost"}),
                         by_text);
INSTANTIATE_TEST_SUITE_P(OtherScripts, Disguise,
                         testing::Values(Reads{"Мама МАМА мама", "мама мама мама"},
                                         Reads{"これは本です。", "これは本てす"}, Reads{"你好，世界", "你好 世界"},
                                         Reads{"مَرْحَبًا", "مرحبا"}, Reads{"한국어", "한국어"}, Reads{"हिन्दी", "हिन्दी"},
                                         Reads{"idiot🖕you", "idiot 🖕 you"},
                                         Reads{"👍🏽 👩‍👩‍👧", "👍 👩👩👧"}, Reads{"٣", "3"}),
                         by_text);
INSTANTIATE_TEST_SUITE_P(Forms, Disguise,
                         testing::Values(Reads{"𝛒𝞸rn 𝞛𝞞b", "porn mob"}, Reads{"ℏate ᶠᶸᶜᵏ", "hate fuck"},
                                         Reads{"Ɣou", "you"}, Reads{"don｀t don＇t don't", "don t dont dont"},
                                         Reads{"＄hit id￡a", "shit idea"}, Reads{"p⑩p p10p", "piop piop"},
                                         Reads{"ｆ ｕ ｃ ｋ", "fuck"}, Reads{"🇫 🇺 🇨 🇰", "fuck"},
                                         Reads{"Ｓｔｏｐ！Ｎｏ", "stop no"}, Reads{"ｗｏｒｄ（ｓ）", "word s"},
                                         Reads{"ᾳ ᾳ", "a a"}, Reads{"ｶﾞ ガ", "カ カ"}, Reads{"한국", "한국"},
                                         Reads{"ᄒ​ᅡ́ᆫ", "한"}, Reads{"ㅋㅋㅠㅠ", "ᄏ큐ᅲ"}, Reads{"ো", "ো"},
                                         Reads{"⇍ ⇍", "⇐ ⇐"}),
                         by_text);
INSTANTIATE_TEST_SUITE_P(Capitals, Disguise,
                         testing::Values(Reads{"Βitch Ηate Νazi Yes", "bitch hate nazi yes"}, Reads{"Να να", "va va"},
                                         Reads{"Іdiot Ιdiot", "idiot idiot"}, Reads{"Βγάζω βγάζω", "βγαζω βγαζω"}),
                         by_text);
INSTANTIATE_TEST_SUITE_P(Invisible, Disguise,
                         testing::Values(Reads{"f\u200b u\u200b c k", "fuck"},
                                         Reads{"f \u200bu\u200b c\u2060 \u200dk", "fuck"},
                                         Reads{"f \u200b u \u200b c \u2060 k", "fuck"},
                                         Reads{"Stop\u200b!No", "stop no"}, Reads{"word(s\u200b)", "word s"},
                                         Reads{"f\u200b u c\u0301 k", "f u c k"}, Reads{"a\u200b\u200b b", "a b"}),
                         by_text);
INSTANTIATE_TEST_SUITE_P(Hostile, Disguise,
                         testing::Values(Reads{"a\xff"
                                               "b",
                                               "a b"},
                                         Reads{"\xc0\xaf", ""}, Reads{"\xed\xa0\x80x", "x"}, Reads{"x\xe2\x82", "x"},
                                         Reads{"\u0301\u0301", ""}, Reads{"\u0301 a \u0301", "a"},
                                         Reads{"\xf4\x90\x80\x80", ""}, Reads{"\ufdfa", "صلىاللهعليهوسلم"}),
                         by_text);

TEST(Fold, SpansAreExact) {
  EXPECT_EQ(origin_of("You 1D10T!", "idiot"), "1D10T");
  EXPECT_EQ(origin_of("so s.t.u.p.i.d, really", "stupid"), "s.t.u.p.i.d");
  EXPECT_EQ(origin_of("i d i o t", "idiot"), "i d i o t");
  EXPECT_EQ(origin_of("x frее y", "free"), "frее");
  EXPECT_EQ(origin_of("x frее y", "e"), "е");
  EXPECT_EQ(origin_of("a i̧g̵nor̵a̧n̈t̵ b", "ignorant"), "i̧g̵nor̵a̧n̈t̵");
  EXPECT_EQ(origin_of("it is sooooooo bad", "soo"), "sooooooo");
  EXPECT_EQ(origin_of("I don't know", "dont"), "don't");
  EXPECT_EQ(origin_of("hé  f*ck!", "f*ck"), "f*ck");
  EXPECT_EQ(origin_of("ﬁne", "fi"), "ﬁ");
  EXPECT_EQ(origin_of("a \u1112\u1161\u11ab b", "한"), "\u1112\u1161\u11ab");
  EXPECT_EQ(origin_of("f\u200b u c\u200b k.", "fuck"), "f\u200b u c\u200b k");
  EXPECT_EQ(origin_of("f u c k you all", "you all"), "you all");
}

TEST(Fold, AnEmptyRangeHasNoOrigin) {
  const Folded out = folded("abc");
  EXPECT_EQ(out.original(1, 1), Span{});
  EXPECT_EQ(out.original(0, 9), Span{});
}

TEST(Fold, AnEmptyTextMayBeNowhere) {
  EXPECT_EQ(fold(std::string_view{}), "");
}

TEST(Fold, NulIsASeparator) {
  EXPECT_EQ(fold(std::string_view{"a\0b", 3}), "a b");
}

TEST(Fold, ReusedOutputKeepsNothing) {
  Folded out;
  folder().fold("a long text that comes first", out);
  folder().fold("hi", out);
  EXPECT_EQ(out.text, "hi");
  EXPECT_EQ(out.origins.size(), 3U);
  EXPECT_EQ(out.ends.size(), 2U);
}

TEST(Fold, SurvivesRandomBytes) {
  std::mt19937 random{7};
  for (int round = 0; round < 3000; ++round) {
    std::string text(random() % 80, '\0');
    for (char& c : text) c = static_cast<char>(random());
    ASSERT_EQ(flaw(text, folded(text)), "") << round;
  }
}

TEST(Fold, SurvivesRandomMixtures) {
  const std::vector<std::string> parts{
      "a", "B", "0", "1",       "11", "5", " ", "  ", ".", "'",      "’",      "!", "@", "$",  "*",    "#",   "(",
      ")", "|", "+", "f u c k", "е",  "М", "ж", "ß",  "😂", "\u0301", "\u200d", "€", "ﷺ", "漢", "\xff", "zzz", "don't"};
  std::mt19937 random{11};
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    for (std::size_t n = random() % 14; n > 0; --n) text += parts[random() % parts.size()];
    ASSERT_EQ(flaw(text, folded(text)), "") << text;
  }
}

TEST(Fold, SurvivesLongInput) {
  for (const std::string part :
       {"a", "*", "1", "a*", "a(", "a'", "a ", "😂", "a😂", "\u0301", "ﷺ", "!a", "e\u0301", "м", "еа", "\xff"}) {
    std::string text;
    while (text.size() < 65536) text += part;
    ASSERT_EQ(flaw(text, folded(text)), "") << part;
  }
}

TEST(Fold, FoldingTwiceChangesNothingInOrdinaryText) {
  for (const std::string_view text : {"You're a f*cking 1d10t, it's 2026!", "ＦＲＥＥ m0ney f r e e",
                                      "Привет, frее 😂😂😂", "l'été à Paris", "你好，世界 한국어"}) {
    const std::string once = fold(text);
    EXPECT_EQ(fold(once), once);
  }
}

}  // namespace
}  // namespace moderato::text
