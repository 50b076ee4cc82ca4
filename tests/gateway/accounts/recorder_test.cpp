// What the audit gets to know.
#include "accounts/recorder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/temporary_folder.hpp"

namespace moderato::gateway::accounts {
namespace {

TEST(Recorder, LeavesFailedLogInsOutWhenThereAreTooMany) {
  const testing::TemporaryFolder folder;
  const auto audit = Audit::open({folder.path() / "store.db"}).value();
  Recorder recorder{*audit, make_log({}), 3};
  const Time start{std::chrono::seconds{1'800'000'000}};
  const auto fail = [&](Time at) {
    recorder.record_failed_log_in({.at = at, .what = "login_failed", .detail = "wrong"});
  };
  for (int i = 0; i < 10; ++i) fail(start + std::chrono::seconds{i});
  const auto entries = [&] { return audit->read({}).value().entries; };
  EXPECT_EQ(entries().size(), 3);
  fail(start + std::chrono::hours{1});
  EXPECT_EQ(entries().size(), 4);
  EXPECT_EQ(entries().front().detail, "wrong; before it, 7 more");
  fail(start + std::chrono::hours{1});
  EXPECT_EQ(entries().front().detail, "wrong");
}

}  // namespace
}  // namespace moderato::gateway::accounts
