// The comments that plugins are tried with: the same each time, of every kind, and such as intake lets through.
#include "cli/plugin_check/golden.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "comment/json_text.hpp"

namespace moderato::cli::plugin_check {
namespace {

TEST(GoldenComments, AreTheSameForTheSameSeed) {
  const auto once = golden_comments(5, {});
  const auto again = golden_comments(5, {});
  const auto other = golden_comments(6, {});
  ASSERT_EQ(once.size(), 1'000U);
  ASSERT_EQ(again.size(), once.size());
  std::size_t differ = 0;
  for (std::size_t i = 0; i < once.size(); ++i) {
    EXPECT_EQ(once[i].frame.frame, again[i].frame.frame);
    EXPECT_EQ(once[i].about, again[i].about);
    EXPECT_EQ(once[i].parent_text, again[i].parent_text);
    EXPECT_EQ(once[i].article_text, again[i].article_text);
    if (i < other.size() && once[i].frame.text != other[i].frame.text) ++differ;
  }
  EXPECT_GT(differ, 500U);
}

TEST(GoldenComments, AreOfEveryKind) {
  const auto comments = golden_comments(1, {});
  const auto some = [&](auto what) { return std::ranges::count_if(comments, what) > 0; };
  const auto has = [&](std::string_view part) {
    return some([&](const GoldenComment& comment) { return comment.frame.text.find(part) != std::string_view::npos; });
  };
  EXPECT_GT(std::ranges::count(comments, true, &GoldenComment::typical), 300);
  std::set<std::size_t> sizes;
  for (const GoldenComment& comment : comments) sizes.insert(comment.frame.text.size());
  EXPECT_TRUE(sizes.contains(0));
  EXPECT_TRUE(sizes.contains(1));
  EXPECT_TRUE(sizes.contains(Limits{}.text_bytes));
  EXPECT_EQ(*sizes.rbegin(), Limits{}.text_bytes);
  for (const char* part : {"\u0301\u0301", "\u202e", "\u200b", "😀", "👨‍👩‍👧‍👦", "https://", "NOW!!!",
                           "\x1b", "漢", "\U0010ffff"})
    EXPECT_TRUE(has(part)) << part;
  EXPECT_TRUE(some([](const GoldenComment& comment) { return !comment.frame.parent; }));
  EXPECT_TRUE(some([](const GoldenComment& comment) { return comment.frame.parent && !comment.parent_text; }));
  EXPECT_TRUE(some([](const GoldenComment& comment) { return comment.parent_text.has_value(); }));
  EXPECT_TRUE(some([](const GoldenComment& comment) { return !comment.article_title; }));
  EXPECT_TRUE(some([](const GoldenComment& comment) { return comment.article_text.has_value(); }));
  EXPECT_TRUE(some([](const GoldenComment& comment) { return comment.article_closed; }));
  EXPECT_TRUE(some([](const GoldenComment& comment) { return comment.revision > 0; }));
  EXPECT_TRUE(some([](const GoldenComment& comment) { return !comment.frame.created_at; }));
  EXPECT_TRUE(some([](const GoldenComment& comment) { return comment.frame.author_ip.empty(); }));
  EXPECT_TRUE(some([](const GoldenComment& comment) { return comment.frame.id.size() == 128; }));
  EXPECT_TRUE(some([](const GoldenComment& comment) { return comment.frame.author_token.size() == 16'384; }));
  EXPECT_TRUE(some([](const GoldenComment& comment) { return comment.frame.id.find('/') != std::string_view::npos; }));
}

TEST(GoldenComments, AreSuchAsIntakeLetsThrough) {
  for (const std::size_t most : {std::size_t{20'000}, std::size_t{50}}) {
    Time last{};
    std::map<std::pair<std::string, std::string>, std::uint32_t> revisions;
    for (const GoldenComment& comment : golden_comments(3, {.text_bytes = most})) {
      EXPECT_LE(comment.frame.text.size(), most);
      EXPECT_EQ(valid_utf8(comment.frame.text), comment.frame.text) << comment.about;
      EXPECT_EQ(comment.frame.text.find('\0'), std::string_view::npos);
      EXPECT_GE(comment.now, last);
      last = comment.now;
      // What comes again under the same id is an edit.
      EXPECT_EQ(comment.revision, (revisions[{std::string{comment.frame.site}, std::string{comment.frame.id}}]++));
    }
  }
}

}  // namespace
}  // namespace moderato::cli::plugin_check
