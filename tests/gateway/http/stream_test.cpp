// Server-Sent Events.
#include <gmock/gmock.h>

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <sstream>
#include <thread>
#include <vector>

#include "client.hpp"

namespace moderato::gateway::http {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class AServerOfStreams : public ServerTest {
 protected:
  void SetUp() override {
    settings_.limits.heartbeat = std::chrono::hours{1};
    start();
  }
  void TearDown() override {
    server_.reset();
    EXPECT_EQ(closed_, opened_) << "each end is told once";
  }
  void start() {
    open([this](const Request&, Responder responder) {
      const std::scoped_lock lock{mutex_};
      ++opened_;
      streams_.push_back(responder.stream([this] {
        const std::scoped_lock inner{closed_mutex_};
        ++closed_;
        changed_.notify_all();
      }));
    });
  }
  std::unique_ptr<Client> reader() {
    auto client = std::make_unique<Client>(*server_);
    client->send("GET /events HTTP/1.1\r\nHost: x\r\n\r\n");
    heads_.push_back(client->until("\r\n\r\n"));
    return client;
  }
  void send(const std::string& text) {
    const SharedText shared = share(text);
    const std::scoped_lock lock{mutex_};
    for (const Stream& stream : streams_) stream.send(shared);
  }
  // In the order in which they began. A reader has the head of its stream before that is in the list.
  const Stream& stream(std::size_t which) {
    const std::scoped_lock lock{mutex_};
    return streams_.at(which);
  }
  void drop_all() {
    const std::scoped_lock lock{mutex_};
    streams_.clear();
  }
  void wait_for_closed(int count) {
    std::unique_lock lock{closed_mutex_};
    changed_.wait(lock, [&] { return closed_ >= count; });
  }

  std::mutex mutex_;
  std::deque<Stream> streams_;
  std::vector<std::string> heads_;
  int opened_ = 0;
  std::mutex closed_mutex_;
  std::condition_variable changed_;
  int closed_ = 0;
};

TEST_F(AServerOfStreams, SendsEventsToAll) {
  std::vector<std::unique_ptr<Client>> readers;
  for (int i = 0; i < 50; ++i) readers.push_back(reader());
  EXPECT_THAT(heads_[0], StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(heads_[0], HasSubstr("Content-Type: text/event-stream\r\n"));
  EXPECT_THAT(heads_[0], Not(HasSubstr("Content-Length")));
  send("data: 1\n\n");
  send("data: 2\n\n");
  for (const auto& each : readers) EXPECT_EQ(each->until("2\n\n"), "data: 1\n\ndata: 2\n\n");
  drop_all();
  for (const auto& each : readers) EXPECT_EQ(each->rest(), "");
}

TEST_F(AServerOfStreams, KeepsTheOrderOfEachThread) {
  const auto client = reader();
  std::vector<std::thread> threads;
  for (const char name : {'a', 'b', 'c'})
    threads.emplace_back([&, name] {
      for (int i = 0; i < 1'000; ++i) stream(0).send(share(std::string{name} + std::to_string(i) + "\n"));
    });
  for (std::thread& thread : threads) thread.join();
  drop_all();
  std::istringstream lines{client->rest()};
  std::map<char, int> next;
  for (std::string line; std::getline(lines, line);) EXPECT_EQ(line.substr(1), std::to_string(next[line[0]]++));
  EXPECT_EQ(next['a'] + next['b'] + next['c'], 3'000);
}

TEST_F(AServerOfStreams, SendsWhatCameBeforeTheEnd) {
  const auto client = reader();
  const std::string large(200'000, 'x');
  send(large);
  send("the end");
  drop_all();
  EXPECT_EQ(client->rest(), large + "the end");
}

TEST_F(AServerOfStreams, NoticesAReaderThatGoes) {
  reader();  // and gone
  wait_for_closed(1);
  EXPECT_FALSE(stream(0).open());
  send("to nobody");
}

TEST_F(AServerOfStreams, ClosesAReaderThatIsTooSlow) {
  settings_.limits.write_time = std::chrono::hours{1};
  start();
  const auto slow = reader();
  const SharedText event = share(std::string(100'000, 'x'));
  constexpr std::size_t count = 2'000;  // much more than the system takes for a socket
  for (std::size_t i = 0; i < count; ++i) stream(0).send(event);
  drop_all();
  EXPECT_LT(slow->rest().size(), count * event->size());
}

TEST_F(AServerOfStreams, ClosesAReaderThatTakesNothingMore) {
  settings_.limits.stream_queue_bytes = 128U << 20U;
  settings_.limits.write_time = std::chrono::milliseconds{300};
  start();
  const auto stalled = reader();
  send(std::string(64U << 20U, 'x'));  // more than the system takes for a socket
  wait_for_closed(1);
}

TEST_F(AServerOfStreams, ClosesAReaderThatTalks) {
  const auto client = reader();
  client->send("GET /more HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(client->rest(), "");
}

TEST_F(AServerOfStreams, SaysNowAndThenThatItIsThere) {
  settings_.limits.heartbeat = std::chrono::milliseconds{1};
  start();
  const auto client = reader();
  EXPECT_EQ(client->until(":\n\n"), ":\n\n");
  EXPECT_EQ(client->until(":\n\n"), ":\n\n");
}

TEST_F(AServerOfStreams, HasSomeOnly) {
  settings_.limits.streams = 2;
  start();
  const auto first = reader();
  const auto second = reader();
  reader();
  EXPECT_THAT(heads_[2], StartsWith("HTTP/1.1 503 "));
  EXPECT_THAT(heads_[2], HasSubstr("Retry-After: 30\r\n"));
  wait_for_closed(1);
  EXPECT_FALSE(stream(2).open());
}

TEST_F(AServerOfStreams, AnswersHeadWithTheHeadAlone) {
  const std::string answer = ask("HEAD /events HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_THAT(answer, HasSubstr("text/event-stream"));
  EXPECT_THAT(answer, EndsWith("\r\n\r\n"));
}

TEST_F(AServerOfStreams, EndsStreamsAtOnceWhenItStops) {
  settings_.grace = std::chrono::hours{1};
  start();
  const auto client = reader();
  send("last words");
  std::thread stopping{[&] { server_->stop(); }};
  EXPECT_EQ(client->rest(), "last words");
  stopping.join();
  EXPECT_FALSE(stream(0).open());
}

}  // namespace
}  // namespace moderato::gateway::http
