#include "spellings.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "moderato/text/fold.hpp"

namespace moderato::civility {
namespace {

// The commonest first.
const std::vector<std::string> known{"cool", "coil", "suit", "sit", "slut", "vial", "zoo", "soo", "été", "liil", "at"};

class Spelt : public ::testing::Test {
 protected:
  Pattern pattern(const std::string& text) {
    folder_.fold(text, folded_);
    return {text, 0, text.size(), folded_};
  }
  Word find(const std::string& text) { return spellings_.find(lexicon_, pattern(text)); }

 private:
  Lexicon lexicon_{known, {}};
  Spellings spellings_{lexicon_, 3};
  text::Folder folder_;
  text::Folded folded_;
};

TEST_F(Spelt, IsTheCommonestWordThatFits) {
  for (const auto& [written, word] : std::vector<std::pair<std::string, std::size_t>>{
           {"c00l", 0}, {"c0|l", 1}, {"s*it", 2}, {"5lut", 4}, {"zo0", 6}}) {
    EXPECT_FALSE(pattern(written).plain()) << written;
    EXPECT_EQ(find(written), static_cast<Word>(word)) << written;
  }
  for (const char* written : {"b@ll", "@t", "5uits"}) EXPECT_EQ(find(written), Word::unknown) << written;
}

// As if all words were tried.
TEST_F(Spelt, ByLettersAloneIsFoundAsWell) {
  std::mt19937 random{7};
  int found = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string text = known[random() % 8];
    for (char& c : text)
      if (random() % 4 == 0) c = std::string_view{"cilosuvzt"}[random() % 9];
    if (random() % 2 == 0) text.insert(random() % text.size(), 1, text[random() % text.size()]);
    const Pattern letters = pattern(text);
    ASSERT_TRUE(letters.plain()) << text;
    const auto fits = std::find_if(known.begin(), known.end(),
                                   [&](const std::string& each) { return each.size() >= 3 && letters.fits(each); });
    ASSERT_EQ(find(text), fits == known.end() ? Word::unknown : static_cast<Word>(fits - known.begin())) << text;
    found += fits == known.end() ? 0 : 1;
  }
  EXPECT_GT(found, 1000);
}

}  // namespace
}  // namespace moderato::civility
