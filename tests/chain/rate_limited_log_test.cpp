// Which of a filter's complaints reach the log.
#include "chain/rate_limited_log.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace moderato {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

class Complaints : public ::testing::Test {
 protected:
  static inline std::chrono::steady_clock::time_point now{std::chrono::hours{1}};

  std::vector<std::string> lines_;
  RateLimitedLog log_{[this](Level, std::string_view filter, std::string_view text) {
                        lines_.push_back(std::string{filter} + ": " + std::string{text});
                      },
                      [] { return now; }};
};

TEST_F(Complaints, AreSaidOnceInTenSeconds) {
  for (const char* const time : {"took 51 us", "took 52 us", "took 53 us"}) log_(Level::warning, "f", time);
  now += std::chrono::seconds{10};
  log_(Level::warning, "f", "took 54 us");
  EXPECT_THAT(lines_, ElementsAre("f: took 51 us", "f: took 54 us (and 2 more like it before)"));
}

TEST_F(Complaints, OfAnotherKindLevelOrFilterAreNotHidden) {
  log_(Level::warning, "f", "took 51 us");
  log_(Level::warning, "f", "its program was ended by signal 9");
  log_(Level::error, "f", "took 51 us");
  log_(Level::warning, "g", "took 51 us");
  EXPECT_THAT(lines_, SizeIs(4));
}

TEST_F(Complaints, AreNotEndlesslyManyKinds) {
  for (char first = 'a'; first <= 'z'; ++first)
    for (char second = 'a'; second <= 'z'; ++second)
      log_(Level::error, "f", std::string{first} + std::string{second} + ": whatever it read");
  EXPECT_LE(lines_.size(), 257U);
}

TEST_F(Complaints, AreAllThatIsLimited) {
  for (int i = 0; i < 3; ++i) log_(Level::info, "f", "runs again");
  EXPECT_THAT(lines_, SizeIs(3));
}

}  // namespace
}  // namespace moderato
