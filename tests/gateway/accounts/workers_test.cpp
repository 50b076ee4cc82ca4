// That a flood of work is refused rather than kept.
#include "accounts/bounded_pool.hpp"

#include <gtest/gtest.h>

#include <future>

namespace moderato::gateway::accounts {
namespace {

TEST(BoundedPool, RefusesWhatItCanNotDoSoon) {
  std::promise<void> open;
  std::promise<void> second_done;
  std::atomic<int> done = 0;
  {
    BoundedPool pool{1, 2};
    std::shared_future<void> opened = open.get_future().share();
    EXPECT_TRUE(pool.post([&, opened] {
      opened.wait();
      ++done;
    }));
    EXPECT_TRUE(pool.post([&] {
      ++done;
      second_done.set_value();
    }));
    EXPECT_FALSE(pool.post([&] { done += 100; }));
    open.set_value();
    second_done.get_future().wait();
    while (!pool.post([&] { ++done; })) std::this_thread::yield();  // it frees the place just behind the work
  }
  EXPECT_EQ(done, 3) << "all that was taken is done when it ends";
}

}  // namespace
}  // namespace moderato::gateway::accounts
