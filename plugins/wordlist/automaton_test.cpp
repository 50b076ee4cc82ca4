// The automaton against a search for each needle by itself.
#include "automaton.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <utility>

namespace moderato::wordlist {
namespace {

using Found = std::vector<std::pair<std::string, std::size_t>>;  // needle, end

Found find(const std::vector<std::string>& needles, const std::string& text) {
  Found found;
  Automaton(needles).find(text, [&](std::size_t needle, std::size_t end) { found.emplace_back(needles[needle], end); });
  return found;
}

TEST(Automaton, FindsNothingWithoutNeedles) {
  EXPECT_EQ(find({}, "some text"), Found{});
}

TEST(Automaton, TellsTheLongestFirstOfThoseThatEndTogether) {
  EXPECT_EQ(find({"e", "he", "hers", "she"}, "ushers"), (Found{{"she", 4}, {"he", 4}, {"e", 4}, {"hers", 6}}));
}

TEST(Automaton, TellsEveryOccurrence) {
  EXPECT_EQ(find({"aa"}, "aaaa"), (Found{{"aa", 2}, {"aa", 3}, {"aa", 4}}));
}

TEST(Automaton, FindsWhatASearchForEachFinds) {
  std::mt19937 random(1);
  const auto text_of = [&](std::size_t size) {
    std::string text(size, ' ');
    std::ranges::generate(text, [&] { return static_cast<char>("ab \xC3"[random() % 4]); });
    return text;
  };
  for (int round = 0; round < 500; ++round) {
    std::set<std::string> chosen;
    for (auto count = 1 + random() % 30; count > 0; --count) chosen.insert(text_of(1 + random() % 6));
    const std::vector<std::string> needles(chosen.begin(), chosen.end());
    const std::string text = text_of(random() % 80);
    Found expected;
    for (std::size_t end = 1; end <= text.size(); ++end) {
      for (std::size_t size = end; size > 0; --size) {
        if (std::string part = text.substr(end - size, size); chosen.contains(part)) expected.emplace_back(part, end);
      }
    }
    ASSERT_EQ(find(needles, text), expected) << "round " << round;
  }
}

}  // namespace
}  // namespace moderato::wordlist
