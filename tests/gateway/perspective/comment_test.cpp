// The comment that a text becomes.
#include "perspective/comment.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "comment/comment.hpp"

namespace moderato::gateway::perspective {
namespace {

TEST(PerspectiveComment, IsOneTheDaemonTakes) {
  const auto parsed = parse_comment(boost::json::serialize(comment_of("news", "Say \"hi\"\n😀")), {});
  ASSERT_TRUE(parsed) << parsed.error().message;
  EXPECT_EQ(parsed->site, "news");
  EXPECT_EQ(parsed->text, "Say \"hi\"\n😀");
  EXPECT_EQ(parsed->id, comment_id("news", "Say \"hi\"\n😀"));
  EXPECT_EQ(parsed->author_id, parsed->id) << "its author is nobody else's";
}

TEST(PerspectiveComment, IsTheSameForTheSameTextOfASiteAlone) {
  EXPECT_EQ(comment_id("news", "Hello"), comment_id("news", "Hello"));
  EXPECT_NE(comment_id("news", "Hello"), comment_id("news", "Hello "));
  EXPECT_NE(comment_id("news", "Hello"), comment_id("sports", "Hello"));
  EXPECT_NE(comment_id("a", "bc"), comment_id("ab", "c"));
  // The first 20 bytes of the SHA-256 of "news", NUL and "Hello".
  EXPECT_EQ(comment_id("news", "Hello"), "perspective-d5766f0f3e7d8d343b43a2ffc8b800cbe9b59bea");
}

}  // namespace
}  // namespace moderato::gateway::perspective
