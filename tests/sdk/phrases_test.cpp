#include "moderato/text/phrases.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

namespace moderato::text {
namespace {

using Found = std::vector<std::string>;

Found found(const std::vector<Phrases::Phrase>& phrases, const std::string& text) {
  std::vector<Phrases::Match> matches;
  Phrases{phrases}.find(text, matches);
  Found parts;
  for (const auto& match : matches) parts.push_back(text.substr(match.begin, match.end - match.begin));
  return parts;
}

TEST(Phrases, FindsWholeWordsOnly) {
  const std::vector<Phrases::Phrase> phrases{{"cat"}, {"elephants"}};
  EXPECT_EQ(found(phrases, "cat"), (Found{"cat"}));
  EXPECT_EQ(found(phrases, "a cat sat on elephants"), (Found{"cat", "elephants"}));
  EXPECT_EQ(found(phrases, "concat cats ca t elephant elephantsx xelephants"), Found{});
}

TEST(Phrases, FindsNothingWithoutWordsOrText) {
  EXPECT_EQ(found({}, "a cat"), Found{});
  EXPECT_EQ(found({{"cat"}}, ""), Found{});
  std::vector<Phrases::Match> matches;
  Phrases{}.find("a cat", matches);
  EXPECT_TRUE(matches.empty());
}

TEST(Phrases, TellsBytesAndNumbersOfWords) {
  std::vector<Phrases::Match> matches;
  Phrases{{{"no"}, {"useful idiot"}}}.find("what a useful idiot he is", matches);
  ASSERT_EQ(matches.size(), 1U);
  EXPECT_EQ(matches[0].phrase, 1U);
  EXPECT_EQ(matches[0].begin, 7U);
  EXPECT_EQ(matches[0].end, 19U);
  EXPECT_EQ(matches[0].first_word, 2U);
  EXPECT_EQ(matches[0].last_word, 4U);
}

TEST(Phrases, PrefersTheLongestAtEachPlaceAndNeverOverlaps) {
  const std::vector<Phrases::Phrase> phrases{{"a"}, {"a b"}, {"a b c d"}, {"b c"}, {"d"}};
  EXPECT_EQ(found(phrases, "a b c d"), (Found{"a b c d"}));
  EXPECT_EQ(found(phrases, "a b c e"), (Found{"a b"}));
  EXPECT_EQ(found(phrases, "a c b c d"), (Found{"a", "b c", "d"}));
}

TEST(Phrases, LetsTheLastWordGoOnOnlyWhereAsked) {
  const std::vector<Phrases::Phrase> phrases{{"idio", true}, {"very dum", true}, {"dumber"}, {"abcdefghijkl", true}};
  EXPECT_EQ(found(phrases, "idio idiot idiotic idi"), (Found{"idio", "idiot", "idiotic"}));
  EXPECT_EQ(found(phrases, "very dumb dumb very dumber"), (Found{"very dumb", "very dumber"}));
  EXPECT_EQ(found(phrases, "abcdefghijklmnop abcdefghijk"), (Found{"abcdefghijklmnop"}));
}

TEST(Phrases, PrefersAnExactWordToAPrefixAndALongerPrefixToAShorter) {
  std::vector<Phrases::Match> matches;
  Phrases{{{"dum", true}, {"dumb", true}, {"dumbo"}}}.find("dumbo dumber dumm", matches);
  ASSERT_EQ(matches.size(), 3U);
  EXPECT_EQ(matches[0].phrase, 2U);
  EXPECT_EQ(matches[1].phrase, 1U);
  EXPECT_EQ(matches[2].phrase, 0U);
}

TEST(Phrases, RefusesWhatIsBeyondItsLimits) {
  EXPECT_THROW(Phrases{std::vector<Phrases::Phrase>{{""}}}, std::invalid_argument);
  EXPECT_THROW(Phrases{std::vector<Phrases::Phrase>{{"a b c d e f g h i"}}}, std::invalid_argument);
  EXPECT_THROW(Phrases{(std::vector<Phrases::Phrase>{{"ab", true}})}, std::invalid_argument);
  EXPECT_THROW(Phrases{(std::vector<Phrases::Phrase>{{std::string(64, 'a'), true}})}, std::invalid_argument);
  EXPECT_EQ(found({{"a b c d e f g h"}}, "x a b c d e f g h"), (Found{"a b c d e f g h"}));
  EXPECT_EQ(found({{std::string(63, 'a'), true}}, std::string(64, 'a')), (Found{std::string(64, 'a')}));
}

// The same by comparing everything with everything.
Found found_slowly(const std::map<std::string, bool>& phrases, const std::string& text) {
  std::vector<std::string> words;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    words.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  Found parts;
  for (std::size_t i = 0; i < words.size();) {
    std::size_t taken = 1;
    std::string best;
    std::string joined;
    for (std::size_t k = i; k < words.size() && k < i + Phrases::most_words; ++k) {
      joined += (k > i ? " " : "") + words[k];
      for (const auto& [phrase, prefix] : phrases) {
        const bool same_words = std::count(phrase.begin(), phrase.end(), ' ') == static_cast<std::ptrdiff_t>(k - i);
        if (joined != phrase && !(prefix && same_words && joined.starts_with(phrase))) continue;
        best = joined;
        taken = k - i + 1;
      }
    }
    if (!best.empty()) parts.push_back(best);
    i += taken;
  }
  return parts;
}

// Few letters, so that much nearly matches; words of up to 12 bytes at all offsets to blocks of 8 and 64.
TEST(Phrases, FindsWhatASlowSearchFinds) {
  std::mt19937 random{7};
  const auto below = [&](unsigned limit) { return static_cast<unsigned>(random() % limit); };
  const auto make = [&](unsigned words) {
    std::string text;
    for (unsigned i = 0; i < words; ++i) {
      if (i > 0) text += ' ';
      const unsigned size = below(6) == 0 ? 5 + below(8) : 1 + below(3);
      for (unsigned k = 0; k < size; ++k) text += static_cast<char>('a' + below(2));
    }
    return text;
  };
  std::size_t total = 0;
  for (int round = 0; round < 200; ++round) {
    std::map<std::string, bool> phrases;
    for (unsigned i = 0, count = 1 + below(40); i < count; ++i) {
      const std::string phrase = make(1 + below(3));
      const bool prefix = phrase.size() - (phrase.rfind(' ') + 1) >= Phrases::shortest_prefix && below(3) == 0;
      phrases.try_emplace(phrase, prefix);
    }
    std::vector<Phrases::Phrase> list;
    for (const auto& [phrase, prefix] : phrases) list.push_back({phrase, prefix});
    for (int text = 0; text < 20; ++text) {
      const std::string words = make(1 + below(60));
      const Found fast = found(list, words);
      ASSERT_EQ(fast, found_slowly(phrases, words)) << words;
      total += fast.size();
    }
  }
  EXPECT_GT(total, 10'000U);
}

}  // namespace
}  // namespace moderato::text
