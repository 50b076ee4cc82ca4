#include "coral/deadlines.hpp"

#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <vector>

namespace moderato::gateway::coral {
namespace {

using namespace std::chrono_literals;
using Clock = Deadlines::Clock;

TEST(Deadlines, WhatIsDueIsCalledInItsOrder) {
  Deadlines deadlines;
  std::vector<int> called;
  std::promise<void> last;
  const auto now = Clock::now();
  deadlines.at(now + 30ms, [&] { last.set_value(); });
  deadlines.at(now + 20ms, [&] { called.push_back(2); });
  deadlines.at(now + 10ms, [&] { called.push_back(1); });
  last.get_future().wait();
  EXPECT_EQ(called, (std::vector{1, 2}));
  EXPECT_GE(Clock::now(), now + 30ms);
}

TEST(Deadlines, WhatComesAfterAPauseIsCalledToo) {
  Deadlines deadlines;
  for (int i = 0; i < 3; ++i) {
    std::promise<void> called;
    deadlines.at(Clock::now(), [&] { called.set_value(); });
    called.get_future().wait();
  }
}

TEST(Deadlines, WhatIsNotDueIsDroppedWithAllThatItHolds) {
  auto held = std::make_shared<int>(1);
  const std::weak_ptr<int> watched = held;
  Deadlines deadlines;
  deadlines.at(Clock::now() + 1h, [held = std::move(held)] { FAIL(); });
  deadlines.stop();
  EXPECT_TRUE(watched.expired());
  deadlines.at(Clock::now(), [] { FAIL(); });
  deadlines.stop();
}

}  // namespace
}  // namespace moderato::gateway::coral
