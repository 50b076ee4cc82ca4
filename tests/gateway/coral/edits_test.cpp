#include "coral/edits.hpp"

#include <gtest/gtest.h>

namespace moderato::gateway::coral {
namespace {

using namespace std::chrono_literals;
constexpr Edits::Clock::time_point first_edit{1h};

TEST(Edits, TheNewestThatMayStillBeEdited) {
  Edits edits{10min};
  EXPECT_EQ(edits.edited("p1", first_edit), "");
  edits.wrote("p1", "a", first_edit);
  edits.wrote("p2", "b", first_edit);
  EXPECT_EQ(edits.edited("p1", first_edit + 10min), "a");
  EXPECT_EQ(edits.edited("p1", first_edit + 11min), "");
  edits.wrote("p1", "c", first_edit + 5min);
  EXPECT_EQ(edits.edited("p1", first_edit + 11min), "c");
}

TEST(Edits, OnlySoManyAreKept) {
  Edits edits{1h, 10};
  for (int i = 0; i < 1'000; ++i) edits.wrote("p" + std::to_string(i), std::to_string(i), first_edit);
  EXPECT_EQ(edits.edited("p0", first_edit), "");
  EXPECT_EQ(edits.edited("p999", first_edit), "999");
  EXPECT_EQ(edits.edited("p995", first_edit), "995");
}

}  // namespace
}  // namespace moderato::gateway::coral
