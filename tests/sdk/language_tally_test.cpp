#include "text/language/tally.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "moderato/text/fold.hpp"
#include "text/language/prose.hpp"
#include "text/language/words.hpp"

namespace moderato::text {
namespace {

TEST(LanguageTally, CountsEachWordOnce) {
  Tally t = tally("the zymurgy dans pero кто 你好世界 something 2026 http ಠ ಠ a");
  EXPECT_EQ(t.words, 6U);
  EXPECT_EQ(t.english, 2U);
  EXPECT_EQ(t.french, 1U);
  EXPECT_EQ(t.foreign, 1U);
  EXPECT_EQ(t.all, 1U);  // "a"
  EXPECT_EQ(t.ignored, 1U);
  EXPECT_EQ(t.other_script, 3U);  // two letters of Chinese count as a word
  EXPECT_EQ(t.script, Script::han);
  t -= tally("the pero pero");
  EXPECT_EQ(t.words, 3U);
  EXPECT_EQ(t.english, 1U);
  EXPECT_EQ(t.foreign, 0U);
}

TEST(LanguageTally, CountsLettersWhereNoWordsAreWrittenApart) {
  EXPECT_EQ(tally("ขอบคุณสำหรับบทความ").other_script, 4U);
  EXPECT_EQ(tally("кириллица").other_script, 1U);
  EXPECT_EQ(tally("難解漢字多用文章 です").script, Script::kana);
  EXPECT_EQ(tally("難解漢字多用文章").script, Script::han);
}

TEST(LanguageTally, TakesMixedAlphabetsForDisguise) {
  const Tally t = tally("sтuжжid");
  EXPECT_EQ(t.words, 1U);
  EXPECT_EQ(t.other_script, 0U);
}

TEST(LanguageTally, TakesWordsOfAnyLength) {
  for (std::size_t length = 1; length <= 40; ++length) {
    const std::string word(length, 'q');
    for (const std::string& text : {"the " + word, word + " the", word + " the " + word}) {
      const std::size_t words = 1 + static_cast<std::size_t>(std::count(text.begin(), text.end(), ' '));
      EXPECT_EQ(tally(text).english, length == 1 ? words : 1) << text;
      EXPECT_EQ(tally(text).words, words) << text;
    }
  }
  EXPECT_EQ(tally("").words, 0U);
}

TEST(LanguageProse, LeavesOutLinksMentionsAndHashtags) {
  const Prose prose{
      " @a  Read\tthis: https://Example.org/Some_page?q=1 #now www.x.example/y \"Müller\" naïve été Việt ×"};
  EXPECT_EQ(prose.text(), "Read this: \"Müller\" naïve été Việt × ");
  EXPECT_EQ(prose.links(), "https example org some page q www x example y ");
  EXPECT_EQ(prose.words(), 6U);
  EXPECT_EQ(prose.marked(), 2U);  // the German and the Vietnamese one
}

TEST(LanguageProse, EndsBetweenTwoCharacters) {
  for (const char* const padding : {"", ".", ".."}) {
    std::string text = padding;
    while (text.size() < 5000) text += "語";
    const Prose prose{text};
    std::string_view kept = prose.text();
    if (kept.ends_with(' ')) kept.remove_suffix(1);
    ASSERT_GT(kept.size(), 4000U);
    EXPECT_EQ((kept.size() - std::string_view{padding}.size()) % 3, 0U) << padding;
  }
}

TEST(LanguageWords, AreWrittenAsTheFolderWritesThem) {
  const Folder folding;
  for (std::string_view list : {english_words, french_words, foreign_words, ignored_words}) {
    for (std::size_t begin = 0; begin < list.size();) {
      const std::size_t end = std::min(list.find(' ', begin), list.size());
      const std::string_view word = list.substr(begin, end - begin);
      Folded folded;
      folding.fold(word, folded);
      EXPECT_EQ(folded.text, word);
      EXPECT_FALSE(word.empty()) << "two spaces after " << list.substr(0, begin).substr(begin > 20 ? begin - 20 : 0);
      begin = end + 1;
    }
  }
}

}  // namespace
}  // namespace moderato::text
