// What the filter makes of programs that do what they should.
#include <atomic>
#include <fstream>

#include "program_fixture.hpp"

namespace moderato::remote {
namespace {

using Remote = ProgramTest;

TEST_F(Remote, ItsProgramJudges) {
  given();
  EXPECT_EQ(check("hello").action, Action::pass);
  const Finding found = check(
      R"(answer {"action":"hold","code":"a.b","message":"m","score":0.5,"spans":[[0,6]],"weights":[2],"scores":{"s":1}})");
  EXPECT_EQ(found.action, Action::hold);
  EXPECT_EQ(found.code, "a.b");
  EXPECT_EQ(found.message, "m");
  EXPECT_EQ(found.spans, (std::vector<Span>{{0, 6}}));
  EXPECT_EQ(found.weights, std::vector<float>{2});
  EXPECT_EQ(found.scores.size(), 1U);
  EXPECT_EQ(error(R"(answer {"error":"the model is away"})"), "the model is away");
  EXPECT_TRUE(filter_->log().empty());
}

TEST_F(Remote, SpansAreInTheUnitThatItNamed) {
  const auto marking = [](const char* span) {
    return R"(answer {"message":"😀","action":"hold","code":"a","spans":[)" + std::string{span} + "]}";
  };
  const std::vector<Span> quote{{23, 24}};  // the one behind the emoji
  given();
  EXPECT_EQ(check(marking("[23,24]")).spans, quote);
  EXPECT_EQ(error(marking("[20,24]")),
            "its program answered wrongly: the span [20, 24] begins or ends inside a character");
  given("", R"({"span_unit":"utf-16"})");
  EXPECT_EQ(check(marking("[21,22]")).spans, quote);
  given("", R"({"span_unit":"code points"})");
  EXPECT_EQ(check(marking("[20,21]")).spans, quote);
}

TEST_F(Remote, ItGetsTheOperatorsSettings) {
  EXPECT_EQ(refused("", R"({"ready":false,"error":"least is missing"})"),
            "its program answered the greeting wrongly: it is not ready: least is missing");
}

TEST_F(Remote, ManyAreAskedAtOnce) {
  given();
  std::atomic<int> right = 0;
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 8; ++t)
      threads.emplace_back([&, t] {
        for (int i = 0; i < 200; ++i) {
          const std::string code = "c" + std::to_string(t) + "-" + std::to_string(i);
          if (check(R"(answer {"action":"hold","code":")" + code + "\"}").code == code) ++right;
        }
      });
  }
  EXPECT_EQ(right, 8 * 200);
}

TEST_F(Remote, ManyGoInOneMessageWhereItLikesThat) {
  given("", R"({"batch":16})");
  EXPECT_EQ(told("together"), "1");  // alone it does not wait
  std::atomic<int> most = 0;
  std::vector<std::jthread> threads;
  // Until it has happened.
  for (int t = 0; t < 8; ++t)
    threads.emplace_back([&] {
      while (most < 2) {
        const int together = std::stoi(told("together"));
        int before = most;
        while (before < together && !most.compare_exchange_weak(before, together)) {
        }
      }
    });
  threads.clear();
  EXPECT_LE(most, 8);
}

TEST_F(Remote, ThoseItIsAskedAboutNextGoInOneMessage) {
  given("", R"({"batch":16})");
  std::vector<moderato::testing::Given> coming;
  for (const char* id : {"a", "b", "c", "d", "e"})
    coming.push_back({.text = "together", .id = id, .json = frame("together", id)});
  filter_->expect(coming);
  for (const auto& each : coming) EXPECT_EQ(check("together", each.id).message, "5");
  EXPECT_EQ(told("together"), "1");
}

TEST_F(Remote, ItIsToldWhatWasDecidedIfItAsks) {
  given("", R"({"remember":{"seconds":3600,"decisions":2}})");
  EXPECT_EQ(filter_->lookback().decisions, 2);
  EXPECT_EQ(filter_->lookback().time, std::chrono::hours{1});
  for (const char* id : {"a", "b", "c"}) filter_->remember({.id = id, .json = frame("x", id)}, Action::hold);
  EXPECT_EQ(told("known"), "a:hold b:hold c:hold|");
  filter_->forget({{.id = "b", .json = frame("x", "b")}});
  EXPECT_EQ(told("known"), "a:hold b:hold c:hold|b");
  // One that is started again knows it again, as far as it looks back, without what was erased.
  (void)error("kill");
  wait_for_restart();
  EXPECT_EQ(told("known"), "c:hold|");
}

TEST_F(Remote, ItIsToldNothingIfItDoesNotAsk) {
  given();
  EXPECT_EQ(filter_->lookback().decisions, 0);
  filter_->remember({.id = "a", .json = frame("x", "a")});
  filter_->forget({{.id = "a", .json = frame("x", "a")}});
  EXPECT_EQ(told("known"), "|");
}

TEST_F(Remote, ItSeesTheContextItAskedFor) {
  given("", R"({"context":["parent"]})");
  const Finding found = filter_->check({.text = "message", .json = frame("message", "1"), .parent_text = "before"});
  EXPECT_NE(found.message.find(R"("context": {"parent": {"author": null, "text": "before"}})"), std::string::npos)
      << found.message;
}

TEST_F(Remote, ItHasNothingOfOursOpenAndNoSignalBlocked) {
  given();
  const std::string fds = told("fds");
  // The fourth is the folder that it reads.
  EXPECT_EQ(fds, "0 1 2 3");
  // Python itself ignores SIGPIPE (13) and SIGXFSZ (25).
  EXPECT_EQ(told("signals"), "0000000001001000 0000000000000000");
  EXPECT_EQ(told("environment PYTHONUNBUFFERED"), "1");
  EXPECT_EQ(told("environment NOTIFY_SOCKET"), "(unset)");
}

TEST_F(Remote, ItRunsInTheFolderOfItsFile) {
  given("", "{}", {{"command", std::vector<std::string>{"/usr/bin/python3"}}, {"program", std::string{REMOTE_ODD}}});
  EXPECT_EQ(told("folder"), std::filesystem::path{REMOTE_ODD}.parent_path());
}

TEST_F(Remote, WhatItWritesToItsErrorOutputIsLogged) {
  given();
  EXPECT_EQ(check("complain 1000").action, Action::pass);
  wait_for("the log", [this] { return was_logged("complaint 99"); });
  EXPECT_FALSE(was_logged("<6>"));
  filter_->check({.text = "x", .json = frame("x", "1")});
  EXPECT_FALSE(was_logged("complaint 100"));
}

TEST_F(Remote, WordsBeforeTheGreetingAreForgiven) {
  given("banner");
  EXPECT_TRUE(
      was_logged("its program wrote what is no answer (it is no JSON object; what is for the log belongs on "
                 "stderr): Welcome to odd.py"));
  EXPECT_EQ(check("hello").action, Action::pass);
}

}  // namespace
}  // namespace moderato::remote
