// Filters are told which comments come next.
#include "chain_fixture.hpp"

namespace moderato {
namespace {

class ExpectingTest : public ChainTest {
 protected:
  std::vector<Judgement> judge_all(const std::vector<std::string>& texts) {
    const Shown shown{texts};
    return chains_->for_site("").judge_all(shown.all(), nullptr);
  }
  // What the filter at this place answered to each.
  static std::vector<std::string> messages(const std::vector<Judgement>& judgements, std::size_t place = 0) {
    std::vector<std::string> found;
    for (const Judgement& judgement : judgements)
      found.push_back(place < judgement.reasons.size() ? judgement.reasons[place].finding.message : "not asked");
    return found;
  }
  using Messages = std::vector<std::string>;
};

TEST_F(ExpectingTest, AFilterIsToldOfAllBeforeItIsAskedOfTheFirst) {
  given({"does = \"say what was expected\""});
  EXPECT_EQ(messages(judge_all({"one", "two", "three"})),
            (Messages{"one;two;three;", "one;two;three;", "one;two;three;"}));
}

TEST_F(ExpectingTest, ASingleCommentIsNotAnnounced) {
  given({"does = \"say what was expected\""});
  EXPECT_EQ(messages(judge_all({"one"})), Messages{"nothing"});
}

TEST_F(ExpectingTest, OnlyThoseThatGetSoFarAreAnnounced) {
  given({"does = \"as told\"", "does = \"say what was expected\""});
  EXPECT_EQ(messages(judge_all({"hello", "reject", "there"}), 1),
            (Messages{"hello;there;", "not asked", "hello;there;"}));
}

TEST_F(ExpectingTest, AFilterInAProcessOfItsOwnIsToldToo) {
  given({"does = \"say what was expected\"\nisolation = \"process\""});
  EXPECT_EQ(messages(judge_all({"one", "two"})), (Messages{"one;two;", "one;two;"}));
}

TEST_F(ExpectingTest, OneThatFailsAtItIsAskedAllTheSame) {
  given({"does = \"throw when told\""});
  for (const Judgement& judgement : judge_all({"one", "two"})) {
    EXPECT_EQ(judgement.action, Action::approve);
    EXPECT_FALSE(judgement.reasons.front().error);
  }
}

TEST_F(ExpectingTest, TheTimeItTakesIsSharedAmongThem) {
  for (const std::string isolation : {"none", "process"}) {
    given({"does = \"fetch for a while\"\nisolation = \"" + isolation + "\""});
    for (const Judgement& judgement : judge_all({"one", "two"}))
      EXPECT_GE(judgement.times.front().microseconds, 10'000) << isolation;
  }
}

TEST_F(ExpectingTest, OneOfAnOlderMinorVersionIsAsked) {
  given({""}, "", "by_hand");
  EXPECT_EQ(judge_all({"one", "two"}).size(), 2U);
}

}  // namespace
}  // namespace moderato
