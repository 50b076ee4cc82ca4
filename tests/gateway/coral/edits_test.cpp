#include "coral/edits.hpp"

#include <gtest/gtest.h>

namespace moderato::gateway::coral {
namespace {

using namespace std::chrono_literals;
constexpr Edits::Clock::time_point start{1h};

TEST(Edits, TheNewestThatMayStillBeEdited) {
  Edits edits{10min};
  EXPECT_EQ(edits.edited("p1", start), "");
  edits.wrote("p1", "a", start);
  edits.wrote("p2", "b", start);
  EXPECT_EQ(edits.edited("p1", start + 10min), "a");
  EXPECT_EQ(edits.edited("p1", start + 11min), "");
  edits.wrote("p1", "c", start + 5min);
  EXPECT_EQ(edits.edited("p1", start + 11min), "c");
}

TEST(Edits, OnlySoManyAreKept) {
  Edits edits{1h, 10};
  for (int i = 0; i < 1'000; ++i) edits.wrote("p" + std::to_string(i), std::to_string(i), start);
  EXPECT_EQ(edits.edited("p0", start), "");
  EXPECT_EQ(edits.edited("p999", start), "999");
  EXPECT_EQ(edits.edited("p995", start), "995");
}

}  // namespace
}  // namespace moderato::gateway::coral
