#include "api/page_cache.hpp"

#include <gtest/gtest.h>

namespace moderato::gateway::api {
namespace {

PagePtr page(const std::string& text) {
  return std::make_shared<const http::Content>(http::Content::make("application/json", text));
}

class PageCacheTest : public ::testing::Test {
 protected:
  void put(const std::string& topic, const std::string& target) {
    cache_.put(topic, target, cache_.find(topic, target).version, page(target));
  }
  bool has(const std::string& topic, const std::string& target) { return cache_.find(topic, target).page != nullptr; }

  PageCache cache_{10'000};
};

TEST_F(PageCacheTest, KeepsAPageUntilItsTopicChanges) {
  put("s/a", "/a");
  put("s/a", "/a?sort=oldest");
  put("s/b", "/b");
  EXPECT_EQ(*cache_.find("s/a", "/a").page->text(), "/a");
  cache_.changed("s/a");
  EXPECT_FALSE(has("s/a", "/a"));
  EXPECT_FALSE(has("s/a", "/a?sort=oldest"));
  EXPECT_TRUE(has("s/b", "/b"));
  put("s/a", "/a");
  EXPECT_TRUE(has("s/a", "/a"));
  cache_.all_changed();
  EXPECT_FALSE(has("s/a", "/a"));
  EXPECT_FALSE(has("s/b", "/b"));
}

TEST_F(PageCacheTest, TakesNoPageThatWasOutOfDateBeforeItCame) {
  const auto asked = cache_.find("s/a", "/a");
  cache_.changed("s/a");
  cache_.put("s/a", "/a", asked.version, page("old"));
  EXPECT_FALSE(has("s/a", "/a"));
}

TEST_F(PageCacheTest, ForgetsWhatWasAskedForLongestAgo) {
  put("s/a", "/first");
  for (int i = 0; i < 15; ++i) put("s/a", "/" + std::to_string(i));
  EXPECT_TRUE(has("s/a", "/first"));
  for (int i = 15; i < 30; ++i) put("s/a", "/" + std::to_string(i));
  EXPECT_TRUE(has("s/a", "/first"));
  EXPECT_FALSE(has("s/a", "/0"));
  EXPECT_TRUE(has("s/a", "/29"));
}

}  // namespace
}  // namespace moderato::gateway::api
