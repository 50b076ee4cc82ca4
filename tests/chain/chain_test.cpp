#include "chain_fixture.hpp"

#include <thread>

#include "support/case_name.hpp"

namespace moderato {
namespace {

TEST_F(ChainTest, ApprovesWhatEveryFilterPasses) {
  given({"does = \"pass\"", "does = \"pass\""});
  const Judgement judgement = judge();
  EXPECT_EQ(judgement.action, Action::approve);
  EXPECT_EQ(judgement.times.size(), 2U);
  EXPECT_EQ(judgement.chain.size(), 12U);
}

TEST_F(ChainTest, TheStrictestFindingWins) {
  given({"does = \"hold\"", "does = \"pass\""});
  EXPECT_EQ(judge().action, Action::hold);
  given({"does = \"hold\"", "does = \"reject\""});
  EXPECT_EQ(judge().action, Action::reject);
}

TEST_F(ChainTest, ARejectionEndsTheChainUnlessToldOtherwise) {
  given({"does = \"reject\"", "does = \"hold\""});
  EXPECT_EQ(judge().reasons.size(), 1U);
  given({"does = \"reject\"", "does = \"hold\""}, "stop_on_reject = false");
  const Judgement judgement = judge();
  EXPECT_EQ(judgement.reasons.size(), 2U);
  EXPECT_EQ(judgement.action, Action::reject);
}

TEST_F(ChainTest, ApproveIsFinal) {
  given({"does = \"approve\"", "does = \"reject\""});
  const Judgement judgement = judge();
  EXPECT_EQ(judgement.action, Action::approve);
  EXPECT_EQ(judgement.reasons.size(), 1U);
}

TEST_F(ChainTest, AShadowIsRecordedWithoutEffect) {
  given({"does = \"reject\"\nmode = \"shadow\"", "does = \"approve\"\nmode = \"shadow\"", "does = \"hold\""});
  const Judgement judgement = judge();
  EXPECT_EQ(judgement.action, Action::hold);
  ASSERT_EQ(judgement.reasons.size(), 3U);
  EXPECT_TRUE(judgement.reasons[0].shadow);
  EXPECT_EQ(judgement.reasons[0].finding.action, Action::reject);
  EXPECT_FALSE(judgement.reasons[2].shadow);
}

// What weighs against a finding is less than nothing: the unit is the filter's own.
TEST_F(ChainTest, TakesAnyFiniteWeights) {
  given({"does = \"weigh\"", "does = \"hold\""});
  const Judgement judgement = judge();
  ASSERT_EQ(judgement.reasons.size(), 2U);
  EXPECT_EQ(judgement.reasons[0].finding.spans.size(), 2U);
  EXPECT_EQ(judgement.reasons[0].finding.weights, (std::vector<float>{-0.5F, 3'000'000'000.0F}));
  EXPECT_TRUE(judgement.reasons[1].finding.weights.empty());
}

struct Failure {
  const char* does;
  const char* says;
};

class FailingFilter : public ChainTest, public ::testing::WithParamInterface<Failure> {};

TEST_P(FailingFilter, IsDecidedByOnError) {
  const std::string does = std::string{"does = \""} + GetParam().does + "\"";
  given({does});
  const Judgement held = judge();
  EXPECT_EQ(held.action, Action::hold);
  ASSERT_EQ(held.reasons.size(), 1U);
  EXPECT_TRUE(held.reasons[0].error);
  EXPECT_EQ(held.reasons[0].finding.code, "filter.error");
  EXPECT_NE(held.reasons[0].finding.message.find(GetParam().says), std::string::npos)
      << held.reasons[0].finding.message;
  EXPECT_EQ(chains_->counters().at("a")->errors, 1U);
  ASSERT_EQ(log_.size(), 1U);
  EXPECT_NE(log_[0].find(GetParam().says), std::string::npos) << log_[0];

  given({does + "\non_error = \"pass\""});
  EXPECT_EQ(judge().action, Action::approve);
  given({does + "\non_error = \"reject\""});
  EXPECT_EQ(judge().action, Action::reject);
  given({does + "\non_error = \"reject\"\nmode = \"shadow\""});
  EXPECT_EQ(judge().action, Action::approve);
}

constexpr auto by_deed = [](const auto& info) { return case_name(info.index, info.param.does); };

INSTANTIATE_TEST_SUITE_P(
    Kinds, FailingFilter,
    ::testing::Values(Failure{"throw", "the database is away"}, Failure{"throw an int", "no std::exception"},
                      Failure{"bad action", "an unknown action"}, Failure{"bad score", "a score outside 0..1"},
                      Failure{"nan score", "a score outside 0..1"}, Failure{"bad span", "a span outside the text"},
                      Failure{"backward span", "a span outside the text"},
                      Failure{"weigh one of two", "gave 1 weights for 2 spans"},
                      Failure{"nan weight", "a weight that is no finite number"},
                      Failure{"endless weight", "a weight that is no finite number"},
                      Failure{"huge message", "a message that is too long"}, Failure{"bad code", "a code that is none"},
                      Failure{"no code", "no code for its reason"},
                      Failure{"bad attribute", "a score without a proper name"}),
    by_deed);

TEST_F(ChainTest, ReadsOnlyWhatAFindingOfAnOlderVersionHas) {
  for (const char* does : {"hold", "part of a field", "null weights"}) {
    given({std::string{"does = \""} + does + "\""}, "", "by_hand");
    const Judgement judgement = judge();
    ASSERT_EQ(judgement.reasons.size(), 1U);
    EXPECT_FALSE(judgement.reasons[0].error) << judgement.reasons[0].finding.message;
    EXPECT_EQ(judgement.reasons[0].finding.code, "test.hold") << does;
    EXPECT_EQ(judgement.reasons[0].finding.spans, (std::vector<Span>{{0, 1}, {1, 2}})) << does;
    EXPECT_TRUE(judgement.reasons[0].finding.weights.empty()) << does;
  }
}

TEST_F(ChainTest, ReadsWhatItKnowsOfAFindingOfALaterVersion) {
  given({"does = \"later\""}, "", "by_hand");
  const Judgement judgement = judge();
  EXPECT_EQ(judgement.action, Action::hold);
  EXPECT_FALSE(judgement.reasons[0].error);
  EXPECT_EQ(judgement.reasons[0].finding.weights, (std::vector<float>{2.5F, 0.5F}));
}

TEST_F(ChainTest, RefusesAFindingWithoutWhatItCounts) {
  for (const auto& [does, says] : {Failure{"short finding", "a finding of an unknown size"},
                                   {"null spans", "spans that are not there"},
                                   {"null scores", "scores that are not there"}}) {
    given({std::string{"does = \""} + does + "\""}, "", "by_hand");
    const Judgement judgement = judge();
    EXPECT_TRUE(judgement.reasons[0].error) << does;
    EXPECT_NE(judgement.reasons[0].finding.message.find(says), std::string::npos)
        << judgement.reasons[0].finding.message;
  }
}

TEST_F(ChainTest, RepairsTextThatIsNoUtf8) {
  given({"does = \"no utf-8\""});
  EXPECT_EQ(judge().reasons[0].finding.message, "\xEF\xBF\xBD");
}

TEST_F(ChainTest, ABudgetThatIsOverrunIsCountedAndTheAnswerStands) {
  given({"does = \"take its time\"\nbudget_ms = 1"});  // two milliseconds
  EXPECT_EQ(judge().action, Action::approve);
  EXPECT_EQ(chains_->counters().at("a")->over_budget, 1U);
  ASSERT_EQ(log_.size(), 1U);
  EXPECT_NE(log_[0].find("its budget is 1000 us"), std::string::npos) << log_[0];
}

TEST_F(ChainTest, CallsAreSerialisedUnlessTheFilterSaysOtherwise) {
  given({"does = \"pass\""});
  const moderato_comment raw =
      to_abi(*parse_comment(R"({"id":"1","article":"a","author":{"id":"u"},"text":"t"})", {}), now(), 0);
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      for (int n = 0; n < 2'000; ++n) EXPECT_FALSE(chains_->for_site("x").judge(raw).reasons[0].error);
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(chains_->counters().at("a")->took.snapshot().count(), 8'000U);
}

TEST_F(ChainTest, SitesMayHaveTheirOwnChainAndOptions) {
  given({"does = \"hold\"", "does = \"reject\""},
        "[site.\"strict\"]\nfilters = [\"b\"]\n[site.\"mild\".filter.a]\ndoes = \"pass\"\n[site.\"mild\"]\nfilters = "
        "[\"a\"]");
  EXPECT_EQ(judge("x", "strict").action, Action::reject);
  EXPECT_EQ(judge("x", "strict").reasons.size(), 1U);
  EXPECT_EQ(judge("x", "mild").action, Action::approve);
  EXPECT_EQ(judge("x", "other").reasons.size(), 2U);
  EXPECT_EQ(chains_->filters().size(), 3U);  // b is shared
  EXPECT_NE(judge("x", "strict").chain, judge("x", "mild").chain);
}

TEST_F(ChainTest, RemembersInEveryFilterThatWants) {
  given({"does = \"count\""});
  const moderato_comment raw = to_abi(comment_, now(), 0);
  moderato_decision decision{};
  decision.size = sizeof decision;
  decision.comment = &raw;
  decision.action = MODERATO_APPROVE;
  chains_->remember(decision);
  chains_->remember(decision);
  EXPECT_EQ(judge().reasons[0].finding.message, "2");
  EXPECT_EQ(chains_->remembering().at(0)->lookback().decisions, 10);
}

TEST_F(ChainTest, AnswersAtHandAreNotAskedFor) {
  given({"does = \"hold\"", "does = \"pass\""});
  const auto comment = parse_comment(R"({"id":"1","article":"a","author":{"id":"u"},"text":"t"})", {});
  const moderato_comment raw = to_abi(*comment, now(), 0);
  std::vector<std::optional<Answer>> at_hand(2);
  at_hand[1] = Answer{Finding::reject("at.hand", ""), {}, {}};
  const Judgement judgement = chains_->for_site("x").judge(raw, at_hand);
  EXPECT_EQ(judgement.action, Action::reject);
  EXPECT_EQ(judgement.reasons[1].finding.code, "at.hand");
  EXPECT_EQ(chains_->counters().at("b")->rejected, 1U);
  EXPECT_EQ(chains_->counters().at("b")->passed, 0U);
}

TEST_F(ChainTest, ReportsEverythingThatIsWrongAtOnce) {
  const auto problems = problems_of(
      "[chain]\nfilters = [\"a\", \"b\", \"c\", \"d\"]\n[filter.a]\nplugin = \"scriptde\"\n"
      "[filter.b]\nplugin = \"scripted\"\ndeos = \"pass\"\nshare = 2.0\n"
      "[filter.c]\nplugin = \"scripted\"\ndoes = \"throw at start\"\n"
      "[filter.d]\nplugin = \"scripted\"\ndoes = \"refuse an option\"\n");
  std::string all;
  for (const std::string& problem : problems) all += problem + "\n";
  EXPECT_NE(all.find("did you mean \"scripted\"?"), std::string::npos) << all;
  EXPECT_NE(all.find("test.toml:7:"), std::string::npos) << all;  // deos
  EXPECT_NE(all.find("test.toml:8:"), std::string::npos) << all;  // share
  EXPECT_NE(all.find("no good day"), std::string::npos) << all;
  EXPECT_NE(all.find("can't be done"), std::string::npos) << all;
}

TEST_F(ChainTest, ErasedCommentsAreForgottenByThoseWhoCan) {
  given({"does = \"count\"", "does = \"throw at forgetting\""});
  judge();
  const moderato_comment raw = to_abi(comment_, now(), 0);
  const moderato_decision decision{.size = sizeof(moderato_decision),
                                   .comment = &raw,
                                   .action = MODERATO_APPROVE,
                                   .seq = 1,
                                   .decided_at = 0,
                                   .decided_by = {"chain", 5},
                                   .replayed = 0,
                                   .anew = 0};
  for (int i = 0; i < 3; ++i) chains_->remember(decision);
  EXPECT_EQ(judge().reasons[0].finding.message, "3");
  const moderato_comment again = to_abi(comment_, now(), 1);
  chains_->forget(std::vector<const moderato_comment*>{&raw, &again});
  EXPECT_EQ(judge().reasons[0].finding.message, "1");
}

TEST_F(ChainTest, APluginOfBeforeForgettingIsNotAskedTo) {
  given({"does = \"hold\""}, "", "by_hand");
  judge();
  const moderato_comment raw = to_abi(comment_, now(), 0);
  chains_->forget(std::vector<const moderato_comment*>{&raw});
  EXPECT_EQ(judge().reasons[0].finding.code, "test.hold");
}

TEST_F(ChainTest, AFilterIsToldAndShownNoMoreThanItNeedsAsItIsConfigured) {
  given({"does = \"pass\""});
  EXPECT_TRUE(chains_->for_site("").wants().context);
  EXPECT_EQ(chains_->remembering().size(), 1U);
  EXPECT_EQ(chains_->remembering().at(0)->lookback().decisions, 10);
  given({"does = \"need nothing\""});
  EXPECT_FALSE(chains_->for_site("").wants().context);
  EXPECT_TRUE(chains_->remembering().empty());
  EXPECT_EQ(judge().action, Action::approve);
}

}  // namespace
}  // namespace moderato
