// The desk's client against a socket that answers as the daemon may.
#include "daemon_client/desk.hpp"

#include <gtest/gtest.h>

#include <future>

#include "gateway/daemon_client/answering_socket.hpp"

namespace moderato::gateway {
namespace {

using namespace std::chrono_literals;

class DeskTest : public ::testing::Test, protected testing::AnsweringSocket {
 protected:
  void open(std::chrono::milliseconds patience = 60s, std::size_t most = 100) {
    auto opened = Desk::open({.address = address(), .patience = patience, .most = most});
    ASSERT_TRUE(opened) << opened.error().message;
    desk_ = std::move(*opened);
  }
  std::future<Result<std::string>> submit(const std::string& id, const std::string& frame,
                                          const std::string& site = "default") {
    auto promise = std::make_shared<std::promise<Result<std::string>>>();
    auto future = promise->get_future();
    desk_->submit(site, id, frame, [promise](Result<std::string> verdict) { promise->set_value(std::move(verdict)); });
    return future;
  }
  static std::string verdict(const std::string& id, const std::string& action = "approve",
                             const std::string& site = "default") {
    return R"({"seq":1,"id":")" + id + R"(","site":")" + site + R"(","action":")" + action + R"("})";
  }
  static std::string error(const std::string& code, const std::string& id) {
    return R"({"error":{"code":")" + code + R"(","message":"why"},"id":")" + id + R"("})";
  }

  std::unique_ptr<Desk> desk_;
};

TEST_F(DeskTest, BringsEachItsVerdictInWhateverOrder) {
  open();
  auto first = submit("1", "one");
  auto second = submit("2", "two");
  auto elsewhere = submit("1", "another site's", "blog");
  EXPECT_EQ(received(), "one");
  EXPECT_EQ(received(), "two");
  EXPECT_EQ(received(), "another site's");
  answer(verdict("1", "hold", "blog"));
  answer(verdict("2", "reject"));
  answer(verdict("1"));
  EXPECT_EQ(first.get().value(), verdict("1"));
  EXPECT_EQ(second.get().value(), verdict("2", "reject"));
  EXPECT_EQ(elsewhere.get().value(), verdict("1", "hold", "blog"));
}

TEST_F(DeskTest, BringsErrors) {
  open();
  auto bad = submit("1", "no comment");
  EXPECT_EQ(received(), "no comment");
  answer(error("comment.bad_value", "1"));
  const auto verdict = bad.get();
  ASSERT_FALSE(verdict);
  EXPECT_EQ(verdict.error().code, "comment.bad_value");
  EXPECT_EQ(verdict.error().message, "why");
}

TEST_F(DeskTest, SendsAgainWhatTheDaemonIsTooBusyFor) {
  open();
  auto waiting = submit("1", "one");
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(received(), "one");
    answer(error(i == 1 ? "ledger.unavailable" : "intake.busy", "1"));
  }
  EXPECT_EQ(received(), "one");
  answer(verdict("1"));
  EXPECT_EQ(waiting.get().value(), verdict("1"));
}

TEST_F(DeskTest, SendsAgainWhatWasOnItsWayWhenTheDaemonWent) {
  open();
  auto waiting = submit("1", "one");
  EXPECT_EQ(received(), "one");
  restart();
  EXPECT_EQ(received(), "one");
  answer(verdict("1"));
  EXPECT_EQ(waiting.get().value(), verdict("1"));
}

TEST_F(DeskTest, SubmissionsOfOneCommentTakeTurns) {
  open();
  auto first = submit("1", "first");
  auto edit = submit("1", "edited");
  auto other = submit("2", "other");
  EXPECT_EQ(received(), "first");
  EXPECT_EQ(received(), "other");
  answer(verdict("1", "hold"));
  EXPECT_EQ(first.get().value(), verdict("1", "hold"));
  EXPECT_EQ(received(), "edited");
  answer(verdict("1"));
  EXPECT_EQ(edit.get().value(), verdict("1"));
  answer(verdict("2"));
  EXPECT_TRUE(other.get());
}

TEST_F(DeskTest, WaitsNoLongerThanItsPatience) {
  open(20ms);
  EXPECT_FALSE(submit("1", "one").get());  // perhaps before there is a connection
  EXPECT_EQ(received(), "one");
  answer(verdict("1"));  // nobody waits for it any more
  auto next = submit("2", "two");
  EXPECT_EQ(next.get().error().code, "desk.no_answer");
}

TEST_F(DeskTest, TakesNoMoreThanItMay) {
  open(60s, 2);
  auto first = submit("1", "one");
  auto second = submit("2", "two");
  EXPECT_EQ(submit("3", "three").get().error().code, "desk.busy");
  (void)received();
  answer(verdict("1"));
  EXPECT_TRUE(first.get());
  auto fourth = submit("4", "four");
  desk_.reset();
  EXPECT_EQ(second.get().error().code, "desk.away");
  EXPECT_EQ(fourth.get().error().code, "desk.away");
}

TEST_F(DeskTest, TellsADaemonThatIsAwayFromOneThatIsSlow) {
  open(200ms);
  auto slow = submit("1", "one");
  EXPECT_EQ(received(), "one");
  EXPECT_EQ(slow.get().error().code, "desk.no_answer");
  auto not_taken = submit("2", "two");
  EXPECT_EQ(received(), "two");
  answer(error("ledger.unavailable", "2"));
  EXPECT_EQ(not_taken.get().error().code, "desk.away");
  close();
  EXPECT_EQ(submit("3", "three").get().error().code, "desk.away");
}

TEST_F(DeskTest, WhatIsNoAnswerIsPassedOver) {
  open();
  auto waiting = submit("1", "one");
  EXPECT_EQ(received(), "one");
  for (const std::string& nonsense : {std::string{""}, std::string{"{"}, std::string{"[]"}, verdict("9"),
                                      error("any", "9"), std::string{"\xff"}, std::string{R"({"id":1,"site":[]})"}})
    answer(nonsense);
  answer(verdict("1"));
  EXPECT_EQ(waiting.get().value(), verdict("1"));
}

TEST(Desk, RefusesABadAddress) {
  const auto opened = Desk::open({.address = "nowhere"});
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, "client.bad_address");
}

}  // namespace
}  // namespace moderato::gateway
