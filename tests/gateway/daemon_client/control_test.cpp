// The client of the control endpoint against a socket that answers as the daemon may.
#include "daemon_client/control.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <future>

#include "gateway/daemon_client/answering_socket.hpp"

namespace moderato::gateway {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;
using Answer = Result<json::object>;

class ControlTest : public ::testing::Test, protected testing::AnsweringSocket {
 protected:
  void open(std::chrono::milliseconds patience = 60s, std::size_t most = 100) {
    auto opened = Control::open({.address = address(), .patience = patience, .most = most});
    ASSERT_TRUE(opened) << opened.error().message;
    control_ = std::move(*opened);
  }
  std::future<Answer> ask(const std::string& what, Control::Lost lost = Control::Lost::ask_again) {
    auto promise = std::make_shared<std::promise<Answer>>();
    auto future = promise->get_future();
    control_->ask({{"request", what}}, lost, [promise](Answer answer) { promise->set_value(std::move(answer)); });
    return future;
  }
  json::object question() { return json::parse(received()).as_object(); }
  void answer_to(const json::object& question, json::object with) {
    with["ref"] = question.at("ref");
    answer(json::serialize(with));
  }
  static json::object error(std::string_view code) { return {{"error", {{"code", code}, {"message", "why"}}}}; }

  std::unique_ptr<Control> control_;
};

TEST_F(ControlTest, BringsEachItsAnswerInWhateverOrder) {
  open();
  auto first = ask("first");
  auto second = ask("second");
  const auto one = question();
  const auto two = question();
  EXPECT_EQ(one.at("request"), "first");
  answer_to(two, {{"n", 2}});
  answer_to(one, {{"n", 1}});
  EXPECT_EQ(first.get().value(), (json::object{{"n", 1}}));
  EXPECT_EQ(second.get().value(), (json::object{{"n", 2}}));
}

TEST_F(ControlTest, BringsErrors) {
  open();
  auto asked = ask("explain");
  answer_to(question(), error("control.not_found"));
  const auto answer = asked.get();
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, "control.not_found");
  EXPECT_EQ(answer.error().message, "why");
}

TEST_F(ControlTest, AsksAgainWhatTheDaemonIsTooBusyFor) {
  open();
  auto asked = ask("review", Control::Lost::give_up);
  answer_to(question(), error("control.busy"));
  answer_to(question(), {{"n", 1}});
  EXPECT_TRUE(asked.get());
}

TEST_F(ControlTest, AsksAgainAfterTheConnectionBrokeWhatOnlyAsks) {
  open();
  auto harmless = ask("explain");
  auto acting = ask("review", Control::Lost::give_up);
  (void)question();
  (void)question();
  restart();
  EXPECT_EQ(acting.get().error().code, "control.no_answer");
  const auto again = question();
  EXPECT_EQ(again.at("request"), "explain");
  answer_to(again, {{"n", 1}});
  EXPECT_TRUE(harmless.get());
}

TEST_F(ControlTest, SendsNothingToADaemonThatIsAway) {
  close();
  open(20ms);
  EXPECT_EQ(ask("review", Control::Lost::give_up).get().error().code, "control.busy");
  control_.reset();
  listen_again();
  open();
  auto asked = ask("stats");
  EXPECT_EQ(question().at("request"), "stats") << "what was given up came after all";
}

TEST_F(ControlTest, HasAFewOnTheirWayAtATime) {
  open();
  std::vector<std::future<Answer>> all;
  for (int i = 0; i < 40; ++i) all.push_back(ask(std::to_string(i)));
  std::vector<json::object> questions;
  for (int i = 0; i < 32; ++i) questions.push_back(question());
  EXPECT_FALSE(something_came());
  answer_to(questions.front(), {});
  EXPECT_EQ(question().at("request"), "32");
}

TEST_F(ControlTest, WaitsNoLongerThanItsPatience) {
  open(20ms);
  auto asked = ask("explain");
  const auto late = question();
  EXPECT_EQ(asked.get().error().code, "control.no_answer");
  answer_to(late, {});  // nobody waits for it any more
}

TEST_F(ControlTest, TakesNoMoreThanItMay) {
  open(60s, 2);
  auto first = ask("1");
  auto second = ask("2");
  EXPECT_EQ(ask("3").get().error().code, "control.busy");
  answer_to(question(), {});
  EXPECT_TRUE(first.get());
  control_.reset();
  EXPECT_EQ(second.get().error().code, "control.no_answer");
}

TEST_F(ControlTest, WhatIsNoAnswerIsPassedOver) {
  open();
  auto asked = ask("explain");
  const auto asking = question();
  for (const char* const nonsense : {"", "{", "[]", "{}", R"({"ref":99})", R"({"ref":"1"})", "\xff"}) answer(nonsense);
  answer_to(asking, {{"n", 1}});
  EXPECT_EQ(asked.get().value(), (json::object{{"n", 1}}));
}

TEST(Control, RefusesABadAddress) {
  EXPECT_EQ(Control::open({.address = "nowhere"}).error().code, "client.bad_address");
}

}  // namespace
}  // namespace moderato::gateway
