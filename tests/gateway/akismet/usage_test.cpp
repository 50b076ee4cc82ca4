// What is counted.
#include "akismet/usage.hpp"

#include <gtest/gtest.h>

#include "support/temporary_folder.hpp"

namespace moderato::gateway::akismet {
namespace {

const KeyName key{"s", "k"};
const Time noon = *parse_rfc3339("2026-11-29T12:00:00Z");
const std::chrono::sys_days day = std::chrono::floor<std::chrono::days>(noon);

class UsageTest : public ::testing::Test {
 protected:
  std::unique_ptr<Usage> open() const { return Usage::open(folder_.path() / "store.db").value(); }

  moderato::testing::TemporaryFolder folder_;
};

TEST_F(UsageTest, IsByKeyDayAndBlog) {
  const auto usage = open();
  usage->count(key, "https://A.example/", {.spam = 1}, noon);
  usage->count(key, "http://a.example", {.ham = 2}, noon);
  usage->count(key, "https://b.example/x", {.missed_spam = 1}, noon);
  usage->count(key, "https://a.example", {.false_positives = 1}, noon + std::chrono::days{1});
  usage->count({"s", "other"}, "https://a.example", {.spam = 7}, noon);
  const auto counted = usage->between(key, day, day);
  ASSERT_EQ(counted.size(), 2U);
  EXPECT_EQ(counted[0].blog, "a.example");
  EXPECT_EQ(counted[0].counts, (Counts{.spam = 1, .ham = 2}));
  EXPECT_EQ(counted[1].blog, "b.example/x");
  EXPECT_EQ(usage->between(key, day, day + std::chrono::days{1}).size(), 3U);
}

TEST_F(UsageTest, IsKept) {
  open()->count(key, "a", {.spam = 1}, noon);
  open()->count(key, "a", {.spam = 1}, noon);
  EXPECT_EQ(open()->between(key, day, day).front().counts.spam, 2);
}

TEST_F(UsageTest, IsBounded) {
  const auto usage = open();
  for (int i = 0; i < 150; ++i) usage->count(key, "blog" + std::to_string(i), {.ham = 1}, noon);
  const auto counted = usage->between(key, day, day);
  EXPECT_EQ(counted.size(), 101U);
  Counts sum;
  for (const DayCounts& each : counted) sum += each.counts;
  EXPECT_EQ(sum.ham, 150);
}

TEST(ABlogName, IsItsAddressWithoutDecoration) {
  EXPECT_EQ(blog_name("https://Blog.Example.org/path/?x#y"), "blog.example.org/path");
  EXPECT_EQ(blog_name("a\"b,c\nd é"), "a?b?c?d???");
  EXPECT_EQ(blog_name(std::string(1'000, 'x')).size(), 200U);
  EXPECT_EQ(blog_name(""), "");
}

}  // namespace
}  // namespace moderato::gateway::akismet
