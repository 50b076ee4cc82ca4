#include "cli/run/seen.hpp"

#include <gtest/gtest.h>

namespace moderato::cli {
namespace {

TEST(SeenIdsTest, TellsRetriesFromEdits) {
  SeenIds ids;
  EXPECT_FALSE(ids.admit({1}, {10}).again);
  EXPECT_TRUE(ids.admit({1}, {10}).again);
  const auto edit = ids.admit({1}, {11});
  EXPECT_FALSE(edit.again);
  EXPECT_EQ(edit.revision, 1U);
  EXPECT_EQ(ids.admit({1}, {10}).revision, 2U);  // back to the first text is an edit too
  EXPECT_EQ(ids.admit({2}, {10}).revision, 0U);
}

TEST(TwoGenerationsTest, ForgetsTheOldestAndStaysBounded) {
  TwoGenerations<boost::unordered_flat_map<std::uint64_t, int>> table{10};
  for (std::uint64_t key = 0; key < 15; ++key) table.put({key}, static_cast<int>(key), 1);
  for (std::uint64_t key = 0; key < 15; ++key) EXPECT_NE(table.find({key}), nullptr) << key;
  for (std::uint64_t key = 15; key < 25; ++key) table.put({key}, 0, 1);
  EXPECT_EQ(table.find({3}), nullptr);
  EXPECT_NE(table.find({14}), nullptr);
  EXPECT_NE(table.find({24}), nullptr);
}

TEST(TwoGenerationsTest, PrefersTheNewerValue) {
  TwoGenerations<boost::unordered_flat_map<std::uint64_t, int>> table{2};
  table.put({1}, 1, 1);
  table.put({2}, 2, 1);
  table.put({1}, 3, 1);  // into the young generation, while the old one has it too
  EXPECT_EQ(*table.find({1}), 3);
}

}  // namespace
}  // namespace moderato::cli
