#include "transport/channel.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace moderato {
namespace {

using Clock = std::chrono::steady_clock;

const auto far = Clock::now() + std::chrono::hours{24};

TEST(Channel, WaitsForMoreUntilTheyAreThere) {
  Channel<int> channel;
  channel.push(1);
  const std::jthread other{[&] {
    for (int i = 2; i <= 5; ++i) channel.push(i);
  }};
  channel.wait_for_more(5, far);
  EXPECT_EQ(channel.take_waiting(), (std::vector{1, 2, 3, 4, 5}));
}

TEST(Channel, WaitsForMoreUntilItIsClosed) {
  Channel<int> channel;
  channel.push(1);
  const std::jthread other{[&] { channel.close(); }};
  channel.wait_for_more(5, far);
  EXPECT_EQ(channel.take_waiting(), std::vector{1});
}

TEST(Channel, WaitsForMoreNoLongerThanUntilThen) {
  Channel<int> channel;
  channel.push(1);
  channel.wait_for_more(5, Clock::now() + std::chrono::milliseconds{1});
  EXPECT_EQ(channel.take_waiting(), std::vector{1});
}

}  // namespace
}  // namespace moderato
