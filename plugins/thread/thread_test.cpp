#include <gtest/gtest.h>

#include "moderato/testing.hpp"

namespace moderato {
namespace {

using testing::Filter;
using testing::Given;

constexpr std::int64_t day = 86'400'000'000;

Given reply(ParentState state) {
  Given given{.text = "An answer."};
  given.parent = "above";
  given.parent_state = state;
  given.depth = 1;
  if (state != ParentState::unknown) given.parent_article = given.article;
  return given;
}

TEST(Thread, LetsThroughWhatStandsAtTheTopOrAnswersWhatStands) {
  Filter filter;
  for (const Given& given : {Given{.text = "hello"}, reply(ParentState::approved), reply(ParentState::untold)}) {
    const Finding finding = filter.check(given);
    EXPECT_EQ(finding.action, Action::pass) << finding.code;
    EXPECT_FALSE(finding.follows_parent);
  }
}

struct Case {
  ParentState state;
  Action action;
  std::string code;
  std::string option;
  bool follows;
};

class OfParent : public ::testing::TestWithParam<Case> {};

TEST_P(OfParent, DecidesAsConfigured) {
  const Case& param = GetParam();
  Filter filter;
  const Finding finding = filter.check(reply(param.state));
  EXPECT_EQ(finding.action, param.action);
  EXPECT_EQ(finding.code, param.code);
  EXPECT_FALSE(finding.message.empty());
  EXPECT_EQ(finding.follows_parent, param.follows);
  for (const Action action : {Action::pass, Action::hold, Action::reject}) {
    Filter other{{{param.option, std::string{to_string(action)}}}};
    EXPECT_EQ(other.check(reply(param.state)).action, action);
    EXPECT_FALSE(other.check(reply(ParentState::approved)).follows_parent);
  }
  Filter rejects{{{param.option, "reject"}}};
  EXPECT_FALSE(rejects.check(reply(param.state)).follows_parent);
}

INSTANTIATE_TEST_SUITE_P(
    Thread, OfParent,
    ::testing::Values(Case{ParentState::unknown, Action::hold, "thread.unknown_parent", "unknown_parent", true},
                      Case{ParentState::held, Action::hold, "thread.held_parent", "held_parent", true},
                      Case{ParentState::rejected, Action::reject, "thread.rejected_parent", "rejected_parent", false},
                      Case{ParentState::withdrawn, Action::hold, "thread.withdrawn_parent", "withdrawn_parent", true},
                      Case{ParentState::erased, Action::reject, "thread.erased_parent", "erased_parent", false}),
    [](const auto& info) { return info.param.option; });

TEST(Thread, RefusesAParentOfAnotherArticle) {
  Filter filter;
  Given given = reply(ParentState::approved);
  given.parent_article = "elsewhere";
  EXPECT_EQ(filter.check(given).code, "thread.other_article");
  given.parent_state = ParentState::held;  // no waiting for what would be refused anyway
  EXPECT_EQ(filter.check(given).code, "thread.other_article");
  EXPECT_FALSE(filter.check(given).follows_parent);
  Filter lenient{{{"other_article", "pass"}}};
  given.parent_state = ParentState::approved;
  EXPECT_EQ(lenient.check(given).action, Action::pass);
}

TEST(Thread, AnswersToItselfWaitForNothing) {
  Filter filter;
  Given given = reply(ParentState::approved);
  given.id = *given.parent;
  const Finding finding = filter.check(given);
  EXPECT_EQ(finding.code, "thread.unknown_parent");
  EXPECT_EQ(finding.message, "A comment can't answer itself.");
  EXPECT_FALSE(finding.follows_parent);
}

TEST(Thread, LimitsTheDepth) {
  Filter filter{{{"max_depth", 2}}};
  Given given = reply(ParentState::approved);
  given.depth = 2;
  EXPECT_EQ(filter.check(given).action, Action::pass);
  given.depth = 3;
  EXPECT_EQ(filter.check(given).code, "thread.too_deep");
  EXPECT_EQ(filter.check(given).message, "This discussion is 2 replies deep already; answer a comment further up.");
  Filter unlimited{{{"max_depth", 0}}};
  given.depth = 1'000;
  EXPECT_EQ(unlimited.check(given).action, Action::pass);
}

TEST(Thread, ClosesAnArticleWhenTheSiteSaysSo) {
  Filter filter;
  Given given{.text = "hello"};
  given.article_closed = true;
  EXPECT_EQ(filter.check(given).action, Action::reject);
  EXPECT_EQ(filter.check(given).code, "thread.closed");
  given.anew = true;  // it came in time
  EXPECT_EQ(filter.check(given).action, Action::pass);
}

TEST(Thread, ClosesAnArticleByName) {
  Filter filter{{{"closed_articles", std::vector<std::string>{"over", "done"}}, {"closed", "hold"}}};
  Given given{.text = "hello"};
  EXPECT_EQ(filter.check(given).action, Action::pass);
  given.article = "done";
  EXPECT_EQ(filter.check(given).action, Action::hold);
}

TEST(Thread, ClosesAnArticleByItsAge) {
  Filter filter{{{"close_after", "14d"}}};
  Given given{.text = "hello"};
  EXPECT_EQ(filter.check(given).action, Action::pass);  // nobody knows when it was published
  given.article_published_at = given.now - 14 * day;
  EXPECT_EQ(filter.check(given).action, Action::pass);
  given.article_published_at -= 1'000'000;
  EXPECT_EQ(filter.check(given).code, "thread.closed");
  EXPECT_EQ(filter.check(given).message,
            "This article takes no more comments: 14 days have passed since it was published.");
  EXPECT_EQ(Filter{}.check(given).action, Action::pass);
}

TEST(Thread, RepliesThatStandFollowTheirParentWhereAsked) {
  Filter filter{{{"withdraw_replies", true}}};
  EXPECT_TRUE(filter.check(reply(ParentState::approved)).follows_parent);
  EXPECT_FALSE(filter.check({.text = "at the top"}).follows_parent);
  EXPECT_THROW((Filter{{{"withdraw_replies", true}, {"withdrawn_parent", "pass"}, {"erased_parent", "pass"}}}),
               std::invalid_argument);
}

TEST(Thread, RefusesWrongOptions) {
  EXPECT_THROW((Filter{{{"closed", "approve"}}}), std::invalid_argument);
  EXPECT_THROW((Filter{{{"max_depth", 1'000}}}), std::invalid_argument);
  EXPECT_THROW((Filter{{{"close_after", "4000d"}}}), std::invalid_argument);
}

}  // namespace
}  // namespace moderato
