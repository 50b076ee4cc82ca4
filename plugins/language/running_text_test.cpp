#include "running_text.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace moderato::language {
namespace {

std::string running(std::string_view text, std::string_view parent = "") {
  std::string out;
  running_text(text, parent, out);
  EXPECT_EQ(out.size(), text.size()) << text;
  for (std::size_t i = 0; i < out.size(); ++i) EXPECT_TRUE(out[i] == text[i] || out[i] == ' ') << i;
  return out;
}
// Without the spaces at both ends, and one between words.
std::string words(std::string_view text, std::string_view parent = "") {
  std::string out = running(text, parent);
  out.erase(std::unique(out.begin(), out.end(), [](char a, char b) { return a == ' ' && b == ' '; }), out.end());
  if (out.starts_with(' ')) out.erase(0, 1);
  if (out.ends_with(' ')) out.pop_back();
  return out;
}

TEST(RunningText, KeepsProse) {
  for (const char* text : {"Well said.", "and/or, e.g. this (or that)", "*very* _good_ indeed!", "Привет, «мир»!", ""})
    EXPECT_EQ(running(text), text);
}

TEST(RunningText, LeavesOutWhatIsInNoLanguage) {
  EXPECT_EQ(words("see https://example.org/que/pasa and www.example.org now"), "see and now");
  EXPECT_EQ(words("@jan says #hallo to me@example.org"), "says to");
  EXPECT_EQ(words("call std::vector or foo_bar(1) or x=1 there"), "call or or there");
  EXPECT_EQ(words("run `rm -rf die Dateien` now `or not"), "run now `or not");
  EXPECT_EQ(words("before\n```\nint der = die;\n```\nafter"), "before\n \n \n \nafter");
}

TEST(RunningText, LeavesOutWhatOthersWrote) {
  EXPECT_EQ(words("> Ich bin dagegen.\nWhy?"), "\nWhy?");
  EXPECT_EQ(words("&gt; Ich bin dagegen.\nWhy?"), "\nWhy?");
  const char* parent = "Guten Tag. Das ist doch gar nicht wahr, mein Herr. Danke.";
  EXPECT_EQ(words("Das ist doch gar nicht wahr, mein Herr.\nWhy?", parent), "\nWhy?");
  EXPECT_EQ(words("Das ist doch gar nicht wahr, meine Dame.\nWhy?", parent),
            "Das ist doch gar nicht wahr, meine Dame.\nWhy?");
  EXPECT_EQ(words("Danke.", parent), "Danke.") << "short lines are alike by chance";
  const std::string longer(100, 'x');
  EXPECT_EQ(words(longer + "y", longer + "z"), longer + "y") << "alike only at its beginning";
}

TEST(RunningText, LivesThroughHostileText) {
  const std::string lines(200'000, '\n');
  EXPECT_EQ(running(lines), lines);
  std::string repeated;
  for (int i = 0; i < 10'000; ++i) repeated += std::string(30, 'a') + "\n";
  EXPECT_EQ(running(repeated, std::string(200'000, 'a') + "b").size(), repeated.size());
  const std::string broken = "\xff\xfe `\xc3 \xe2\x82";
  EXPECT_EQ(running(broken), broken);
  EXPECT_EQ(count_letters(broken), 0U);
}

TEST(CountLetters, CountsLettersOfAnyScript) {
  EXPECT_EQ(count_letters("abc, 12 é!"), 4U);
  EXPECT_EQ(count_letters("Привет"), 6U);
  EXPECT_EQ(count_letters("垃圾"), 4U);
  EXPECT_EQ(count_letters("한국"), 4U);
  EXPECT_EQ(count_letters("👍🏽 ¯\\_(ツ)_/¯"), 2U);
  EXPECT_EQ(count_letters(""), 0U);
}

TEST(HasAccents, SeesLettersOnly) {
  EXPECT_TRUE(has_accents("déjà"));
  EXPECT_TRUE(has_accents("Я"));
  EXPECT_FALSE(has_accents("“deja” – 👍 \xff"));
}

}  // namespace
}  // namespace moderato::language
