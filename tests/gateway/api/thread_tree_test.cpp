#include "api/thread_tree.hpp"

#include <gmock/gmock.h>

#include "comments.hpp"

namespace moderato::gateway::api {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> ids(const ThreadTree& tree, const std::vector<std::uint32_t>& places) {
  std::vector<std::string> ids;
  for (const std::uint32_t at : places) ids.push_back(tree.comment(at).id);
  return ids;
}
std::vector<std::string> top(const ThreadTree& tree, Order order, std::size_t limit = 100) {
  std::vector<std::string> all;
  std::optional<Cursor> after;
  do {
    const auto slice = tree.top(order, after, limit);
    for (std::string& id : ids(tree, slice.comments)) all.push_back(std::move(id));
    after = slice.next;
  } while (after);
  return all;
}

TEST(ThreadTree, KnowsWhoAnswersWhom) {
  const ThreadTree tree{comments({{"a"}, {"b"}, {"c", "a"}, {"d", "c"}, {"e", "a"}})};
  EXPECT_EQ(tree.size(), 5U);
  EXPECT_THAT(ids(tree, tree.node(*tree.find("a")).replies), ElementsAre("c", "e"));
  EXPECT_EQ(tree.node(*tree.find("a")).below, 3U);
  EXPECT_EQ(tree.node(*tree.find("b")).below, 0U);
  EXPECT_THAT(ids(tree, tree.way_to(*tree.find("d"))), ElementsAre("a", "c", "d"));
  EXPECT_FALSE(tree.find("f"));
}

TEST(ThreadTree, KeepsThePlacesThatAreAnswered) {
  // a(gone: b(c)), d(gone), e(f(gone), g(gone: h(gone)))
  const ThreadTree tree{comments({{"a", "", "", true},
                                  {"b", "a"},
                                  {"c", "b"},
                                  {"d", "", "", true},
                                  {"e"},
                                  {"f", "e", "", true},
                                  {"g", "e", "", true},
                                  {"h", "g", "", true}})};
  EXPECT_THAT(top(tree, Order::oldest), ElementsAre("a", "e"));
  EXPECT_EQ(tree.size(), 4U);
  EXPECT_EQ(tree.published(), 3U);
  EXPECT_EQ(tree.node(*tree.find("a")).below, 2U);
  EXPECT_EQ(tree.node(*tree.find("e")).below, 0U);
  for (const char* const gone : {"d", "f", "g", "h"}) EXPECT_FALSE(tree.find(gone)) << gone;
}

TEST(ThreadTree, WhatAnswersNobodyWhoIsThereStandsAtTheTop) {
  auto all = comments({{"a"}, {"b", "gone"}, {"c", "b"}, {"self", "self"}, {"early", "late"}, {"late"}});
  all[1].orphan = true;
  const ThreadTree tree{std::move(all)};
  EXPECT_THAT(top(tree, Order::oldest), ElementsAre("a", "b", "self", "early", "late"));
  EXPECT_EQ(tree.node(*tree.find("b")).below, 1U);
}

TEST(ThreadTree, OrdersTheTop) {
  const ThreadTree tree{comments({{"a"}, {"b"}, {"c"}, {"d", "b"}, {"e", "d"}, {"f", "a"}, {"g"}})};
  for (const std::size_t limit : {1U, 2U, 3U, 100U}) {
    EXPECT_THAT(top(tree, Order::oldest, limit), ElementsAre("a", "b", "c", "g"));
    EXPECT_THAT(top(tree, Order::newest, limit), ElementsAre("g", "c", "b", "a"));
    EXPECT_THAT(top(tree, Order::replies, limit), ElementsAre("b", "a", "g", "c"));
  }
}

TEST(ThreadTree, APageGoesOnWhereTheOneBeforeEndedWhateverCameMeanwhile) {
  const auto before = comments({{"a"}, {"b"}, {"c"}});
  const auto first = ThreadTree{before}.top(Order::newest, {}, 2);
  const ThreadTree later{comments({{"a"}, {"b"}, {"c"}, {"d"}})};
  EXPECT_THAT(ids(later, later.top(Order::newest, first.next, 2).comments), ElementsAre("a"));
  EXPECT_FALSE(later.top(Order::newest, first.next, 2).next);
}

TEST(ThreadTree, RepliesComeOldestFirst) {
  const ThreadTree tree{comments({{"a"}, {"b", "a"}, {"c", "a"}, {"d", "a"}})};
  const auto first = tree.replies(0, {}, 2);
  EXPECT_THAT(ids(tree, first.comments), ElementsAre("b", "c"));
  EXPECT_THAT(ids(tree, tree.replies(0, first.next, 2).comments), ElementsAre("d"));
}

TEST(ThreadTree, MayBeEmptyOrEndless) {
  EXPECT_TRUE(ThreadTree{{}}.top(Order::newest, {}, 10).comments.empty());
  std::vector<Given> chain{{"0"}};
  for (int i = 1; i < 50'000; ++i) chain.push_back({std::to_string(i), std::to_string(i - 1)});
  const ThreadTree tree{comments(chain)};
  EXPECT_EQ(tree.node(0).below, 49'999U);
  EXPECT_EQ(tree.way_to(49'999).size(), 50'000U);
}

}  // namespace
}  // namespace moderato::gateway::api
