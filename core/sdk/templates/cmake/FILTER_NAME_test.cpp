// The filter is called through the table of functions that the daemon calls.
#include <gtest/gtest.h>
#include <moderato/testing.hpp>

TEST(FilterName, PassesWhatIsShort) {
  moderato::testing::Filter filter{{{"max_bytes", 5}}};
  EXPECT_PASSES(filter, "hello");
}

TEST(FilterName, HoldsWhatIsLonger) {
  moderato::testing::Filter filter{{{"max_bytes", 5}}};
  EXPECT_HOLDS(filter, "hello!", "FILTER_NAME.long");
  EXPECT_EQ(filter.check({.text = "hello!"}).message, "Is longer than 5 bytes.");
}

TEST(FilterName, TakesTwoThousandBytesUnlessToldOtherwise) {
  moderato::testing::Filter filter;
  EXPECT_PASSES(filter, std::string(2000, 'a'));
  EXPECT_HOLDS(filter, std::string(2001, 'a'));
}

TEST(FilterName, RefusesALimitThatMakesNoSense) {
  EXPECT_THROW(moderato::testing::Filter({{"max_bytes", 0}}), std::invalid_argument);
}
