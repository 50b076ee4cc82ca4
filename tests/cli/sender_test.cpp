// The sender against a desk that loses messages.
#include "cli/submit/sender.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "cli/client.hpp"

namespace moderato::cli {
namespace {

class SenderTest : public ::testing::Test {
 protected:
  struct Message {
    std::string client;
    std::string body;
  };

  SenderTest() {
    desk.set(zmq::sockopt::linger, 0);
    desk.bind("tcp://127.0.0.1:*");
    settings.desk = desk.get(zmq::sockopt::last_endpoint);
    settings.timeout = std::chrono::seconds{60};
  }

  Message receive() {
    auto frames = receive_within(desk, std::chrono::milliseconds{-1});
    return {frames.at(0), frames.at(1)};
  }
  void answer(const std::string& client, const std::string& body) {
    desk.send(zmq::buffer(client), zmq::send_flags::sndmore);
    desk.send(zmq::buffer(body), zmq::send_flags::none);
  }
  static std::string verdict(const std::string& id) { return R"({"site":"s","id":")" + id + R"("})"; }
  static Parcel parcel(std::size_t line, const std::string& id, std::string frame) {
    return {line, std::move(frame), comment_parcel_key("s", id), id};
  }
  // Sends the ids, one a line, and returns what came back for each line.
  std::map<std::size_t, std::vector<std::string>> submit(const std::vector<std::string>& ids) {
    std::map<std::size_t, std::vector<std::string>> answers;
    zmq::context_t context;
    auto sender = Sender::open(context, settings,
                               [&](std::string_view body, std::size_t line) { answers[line].emplace_back(body); });
    EXPECT_TRUE(sender);
    for (std::size_t i = 0; i < ids.size(); ++i)
      EXPECT_TRUE(sender->send(parcel(i + 1, ids[i], ids[i] + "#" + std::to_string(i + 1))));
    EXPECT_TRUE(sender->finish());
    EXPECT_EQ(sender->unanswered(), 0U);
    return answers;
  }
  static std::string id_of(const std::string& frame) { return frame.substr(0, frame.find('#')); }

  zmq::context_t desk_context;
  zmq::socket_t desk{desk_context, zmq::socket_type::router};
  Sender::Settings settings;
};

TEST_F(SenderTest, TiesAnswersThatComeInAnyOrder) {
  std::jthread daemon{[this] {
    std::vector<Message> all;
    for (int i = 0; i < 3; ++i) all.push_back(receive());
    for (auto it = all.rbegin(); it != all.rend(); ++it) answer(it->client, verdict(id_of(it->body)));
  }};
  const auto answers = submit({"a", "b", "c"});
  ASSERT_EQ(answers.size(), 3U);
  EXPECT_EQ(answers.at(1), std::vector{verdict("a")});
  EXPECT_EQ(answers.at(3), std::vector{verdict("c")});
}

TEST_F(SenderTest, SendsAgainInOrderWhatTheDaemonWasTooBusyFor) {
  const auto busy = [](const std::string& id) {
    return R"({"error":{"code":"intake.busy","message":"come back"},"id":")" + id + R"("})";
  };
  std::jthread daemon{[&] {
    std::vector<Message> all;
    for (int i = 0; i < 3; ++i) all.push_back(receive());
    answer(all[2].client, busy("c"));
    answer(all[0].client, busy("a"));
    answer(all[1].client, verdict("b"));
    for (const auto* expected : {"a#1", "c#3"}) {
      const Message again = receive();
      EXPECT_EQ(again.body, expected);
      answer(again.client, verdict(id_of(again.body)));
    }
  }};
  const auto answers = submit({"a", "b", "c"});
  ASSERT_EQ(answers.size(), 3U);
  EXPECT_EQ(answers.at(1), std::vector{verdict("a")});
  EXPECT_EQ(answers.at(3), std::vector{verdict("c")});
}

TEST_F(SenderTest, SendsAgainWhatHasNoAnswerAndTakesNoneTwice) {
  settings.timeout = std::chrono::seconds{2};  // the first retry comes after a quarter of it
  std::jthread daemon{[this] {
    std::vector<Message> lost;
    for (int i = 0; i < 3; ++i) lost.push_back(receive());
    answer(lost[1].client, verdict("b"));
    const Message first = receive();
    const Message second = receive();
    EXPECT_EQ(first.body, "a#1");
    EXPECT_EQ(second.body, "c#3");
    EXPECT_NE(first.client, lost[0].client);  // a new connection
    answer(lost[0].client, verdict("a"));     // too late
    answer(first.client, verdict("a"));
    answer(second.client, verdict("c"));
  }};
  const auto answers = submit({"a", "b", "c"});
  for (std::size_t line = 1; line <= 3; ++line) EXPECT_EQ(answers.at(line).size(), 1U) << line;
}

TEST_F(SenderTest, NeverHasTwoOfOneIdInFlight) {
  std::jthread daemon{[this] {
    for (const char* expected : {"a#1", "a#2"}) {
      const Message message = receive();
      EXPECT_EQ(message.body, expected);
      EXPECT_TRUE(receive_within(desk, std::chrono::milliseconds{0}).empty());
      answer(message.client, verdict("a"));
    }
  }};
  const auto answers = submit({"a", "a"});
  EXPECT_EQ(answers.at(1).size(), 1U);
  EXPECT_EQ(answers.at(2).size(), 1U);
}

TEST_F(SenderTest, FindsOutWhatAnErrorWithoutANameIsAbout) {
  settings.timeout = std::chrono::seconds{2};
  const std::string error = R"({"error":{"code":"comment.too_large","message":"too large"}})";
  std::jthread daemon{[this, error] {
    std::vector<Message> all;
    for (int i = 0; i < 3; ++i) all.push_back(receive());
    answer(all[1].client, error);
    answer(all[0].client, verdict("a"));
    // The other two come again, one at a time.
    const Message second = receive();
    EXPECT_EQ(second.body, "b#2");
    answer(second.client, error);
    const Message third = receive();
    EXPECT_EQ(third.body, "c#3");
    answer(third.client, verdict("c"));
  }};
  const auto answers = submit({"a", "b", "c"});
  EXPECT_EQ(answers.at(1), std::vector{verdict("a")});
  EXPECT_EQ(answers.at(2), std::vector{error});
  EXPECT_EQ(answers.at(3), std::vector{verdict("c")});
}

TEST_F(SenderTest, SendsAgainWhatTheDaemonCouldNotKeep) {
  const std::string unavailable = R"({"error":{"code":"ledger.unavailable","message":"can't write"},"id":"a"})";
  std::jthread daemon{[&] {
    for (int i = 0; i < 3; ++i) answer(receive().client, unavailable);
    answer(receive().client, verdict("a"));
  }};
  EXPECT_EQ(submit({"a"}).at(1), std::vector{verdict("a")});
}

TEST_F(SenderTest, GivesUpWhenTheDaemonCanKeepNothing) {
  settings.timeout = std::chrono::milliseconds{200};
  std::jthread daemon{[&](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      const auto frames = receive_within(desk, std::chrono::milliseconds{10});
      if (!frames.empty())
        answer(frames.at(0), R"({"error":{"code":"ledger.unavailable","message":"can't write"},"id":"a"})");
    }
  }};
  zmq::context_t context;
  auto sender = Sender::open(context, settings, [](std::string_view, std::size_t) { ADD_FAILURE(); });
  ASSERT_TRUE(sender);
  ASSERT_TRUE(sender->send(parcel(1, "a", "a#1")));
  const auto done = sender->finish();
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, "cli.no_answer");
  EXPECT_NE(done.error().message.find("can't write"), std::string::npos) << done.error().message;
}

TEST_F(SenderTest, GivesUpWhenNobodyAnswers) {
  settings.timeout = std::chrono::milliseconds{40};
  zmq::context_t context;
  auto sender = Sender::open(context, settings, [](std::string_view, std::size_t) {});
  ASSERT_TRUE(sender);
  ASSERT_TRUE(sender->send(parcel(1, "a", "a#1")));
  const auto finished = sender->finish();
  ASSERT_FALSE(finished);
  EXPECT_EQ(finished.error().code, "cli.no_answer");
  EXPECT_EQ(sender->unanswered(), 1U);
}

TEST_F(SenderTest, RefusesWhatIsNoAddress) {
  settings.desk = "nonsense";
  zmq::context_t context;
  const auto sender = Sender::open(context, settings, [](std::string_view, std::size_t) {});
  ASSERT_FALSE(sender);
  EXPECT_EQ(sender.error().code, "cli.bad_address");
}

}  // namespace
}  // namespace moderato::cli
