// What a thread is at, and noticing that it is stuck.
#include "daemon/watchdog.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <sstream>
#include <thread>

namespace moderato {
namespace {

using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(AtWork, TellsStepsApart) {
  AtWork at_work;
  EXPECT_EQ(at_work.state(), 0U);
  EXPECT_FALSE(at_work.comment());
  at_work.doing(3);
  const std::uint64_t first = at_work.state();
  EXPECT_EQ(AtWork::what(first), 3);
  at_work.doing(3);
  EXPECT_NE(at_work.state(), first);
  EXPECT_EQ(AtWork::what(at_work.state()), 3);
  at_work.doing(0);
  EXPECT_NE(at_work.state(), 0U);
  at_work.idle();
  EXPECT_EQ(at_work.state(), 0U);
}

TEST(AtWork, NamesTheComment) {
  AtWork at_work;
  const auto names = [&](const std::string& site, const std::string& id) {
    at_work.begin(site, id);
    const auto comment = at_work.comment();
    ASSERT_TRUE(comment);
    EXPECT_EQ(comment->site, site.substr(0, 64));
    EXPECT_EQ(comment->id, id.substr(0, 128));
  };
  names("default", "17");
  names(std::string(64, 's'), std::string(128, 'i'));
  names("x", "");
  names(std::string(300, 's'), std::string(300, 'i'));
}

// Whoever looks gets a comment as it was, never half of one and half of the next.
TEST(AtWork, IsReadWhileItIsWritten) {
  AtWork at_work;
  std::atomic<bool> done{false};
  std::thread reader{[&] {
    int seen = 0;
    while (!done || seen == 0) {
      const auto comment = at_work.comment();
      if (!comment) continue;
      ++seen;
      EXPECT_EQ(comment->site + "!", comment->id);
    }
  }};
  for (int i = 0; i < 100'000; ++i) {
    const std::string site = "site" + std::string(static_cast<std::size_t>(i % 50), static_cast<char>('a' + i % 26));
    at_work.begin(site, site + "!");
  }
  done = true;
  reader.join();
}

class WatchdogTest : public ::testing::Test {
 protected:
  void look(int second) { watchdog_.look(Watchdog::Clock::time_point{seconds{1'000 + second}}); }

  AtWork at_work_;
  std::ostringstream said_;
  Log log_ = std::make_shared<Logger>(
      std::make_shared<spdlog::logger>("test", std::make_shared<spdlog::sinks::ostream_sink_st>(said_)));
  Watchdog watchdog_{
      {{at_work_, [](std::uint16_t what) { return "the filter " + std::to_string(what); }}}, seconds{10}, log_};
};

TEST_F(WatchdogTest, IsQuietWhileThereIsProgress) {
  for (int second = 0; second < 100; second += 9) {
    at_work_.doing(1);
    look(second);
  }
  at_work_.idle();
  for (int second = 100; second < 200; second += 20) look(second);
  EXPECT_THAT(watchdog_.stuck(), IsEmpty());
  EXPECT_EQ(said_.str(), "");
}

TEST_F(WatchdogTest, NamesWhatIsStuckOnce) {
  at_work_.begin("s", "17");
  at_work_.doing(2);
  look(0);
  look(9);
  EXPECT_THAT(watchdog_.stuck(), IsEmpty());
  look(10);
  EXPECT_THAT(watchdog_.stuck(), ElementsAre("the filter 2 has been at the comment \"17\" of the site \"s\" for 10 s"));
  EXPECT_THAT(said_.str(), HasSubstr("[critical] stuck: the filter 2 has been"));
  said_.str("");
  look(20);
  EXPECT_EQ(said_.str(), "");
  EXPECT_THAT(watchdog_.stuck(), ::testing::SizeIs(1));
}

TEST_F(WatchdogTest, SaysWhenItGoesOn) {
  at_work_.doing(2);
  look(0);
  look(10);
  at_work_.doing(2);
  look(11);
  EXPECT_THAT(watchdog_.stuck(), IsEmpty());
  EXPECT_THAT(said_.str(), HasSubstr("[warning] goes on: the filter 2"));
}

}  // namespace
}  // namespace moderato
