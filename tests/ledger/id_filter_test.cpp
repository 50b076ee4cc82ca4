#include "ledger/id_filter.hpp"

#include <gtest/gtest.h>

#include <string>

namespace moderato {
namespace {

CommentKey key(int number) {
  return comment_key("default", std::to_string(number));
}

TEST(IdFilterTest, HasAllThatWasAddedAlsoAfterGrowing) {
  IdFilter filter;
  constexpr int keys = 600'000;  // more than the first layer holds
  for (int number = 0; number < keys; ++number) filter.add(key(number));
  for (int number = 0; number < keys; ++number) ASSERT_TRUE(filter.may_contain(key(number))) << number;
}

TEST(IdFilterTest, FewerThanOneInAHundredOthersLookKnown) {
  constexpr int keys = 1'000'000;
  IdFilter filter(keys);
  for (int number = 0; number < keys; ++number) filter.add(key(number));
  int mistaken = 0;
  for (int number = keys; number < 2 * keys; ++number) mistaken += filter.may_contain(key(number)) ? 1 : 0;
  EXPECT_LT(mistaken, keys / 100);
}

TEST(IdFilterTest, AnEmptyOneHasNothing) {
  EXPECT_FALSE(IdFilter().may_contain(key(1)));
}

}  // namespace
}  // namespace moderato
