// Where sentences are.
#include "perspective/sentences.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace moderato::gateway::perspective {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::vector<std::string> found(std::string_view text, std::size_t most = 100) {
  std::vector<std::string> pieces;
  for (const Span& span : sentences(text, most)) pieces.emplace_back(text.substr(span.begin, span.end - span.begin));
  return pieces;
}

TEST(Sentences, EndWherePeopleEndThem) {
  EXPECT_THAT(found("You are nice. Is that so?  Yes!\nA new line"),
              ElementsAre("You are nice.", "Is that so?", "Yes!", "A new line"));
  EXPECT_THAT(found("3.5 is a number"), ElementsAre("3.5 is a number"));
  EXPECT_THAT(found("one"), ElementsAre("one"));
  EXPECT_THAT(found("C'est l'été… Oui! 😀 Non."), ElementsAre("C'est l'été… Oui!", "😀 Non."));
  EXPECT_THAT(found("これは文です。次の文。"), ElementsAre("これは文です。", "次の文。"));
}

TEST(Sentences, AreNoneInWhiteSpace) {
  EXPECT_THAT(found(""), IsEmpty());
  EXPECT_THAT(found(" \n "), IsEmpty());
}

TEST(Sentences, AreTogetherWhereTheyAreMany) {
  EXPECT_THAT(found("A b. C d. E f. G h. I j.", 2), ElementsAre("A b. C d. E f.", "G h. I j."));
  std::string many;
  for (int i = 0; i < 5'000; ++i) many += "A.\n";
  EXPECT_THAT(sentences(many, 32), SizeIs(::testing::Le(32U)));
  const auto spans = sentences(many, 32);
  EXPECT_EQ(spans.front().begin, 0U);
  EXPECT_EQ(spans.back().end, many.size() - 1);
}

TEST(Sentences, AreFoundInWhatIsNoText) {
  EXPECT_THAT(found("\xff\xfe. \x80"), SizeIs(::testing::Ge(1U)));
}

}  // namespace
}  // namespace moderato::gateway::perspective
