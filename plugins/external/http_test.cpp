// Services that are slow, broken, away or hostile.
#include <gtest/gtest.h>

#include "moderato/testing.hpp"
#include "test_server.hpp"

namespace moderato::external {
namespace {

using testing::CouldNotJudge;
using testing::Filter;

constexpr int long_ms = 60'000;  // longer than anything here takes
constexpr int short_ms = 100;    // for services that do not answer at all

testing::Settings settings_for(const std::string& url, int timeout_ms = long_ms) {
  return {{"url", url}, {"secret", "s"}, {"timeout_ms", timeout_ms}, {"break_after", 0}};
}
std::string failure(Filter& filter) {
  try {
    (void)filter.check({.text = "x"});
  } catch (const CouldNotJudge& error) {
    const std::string what = error.what();
    return what.substr(what.find(' ', what.find("http")) + 1);
  }
  return "no failure";
}
std::string failure_with(TestServer::Script script, int timeout_ms = long_ms) {
  const TestServer server{std::move(script)};
  Filter filter{settings_for(server.url(), timeout_ms)};
  return failure(filter);
}
bool passes(Filter& filter) {
  return filter.check({.text = "x"}).action == Action::pass;
}
// Sends these bytes for each request and says no more.
TestServer::Script stuck_after(std::string bytes) {
  return [bytes = std::move(bytes)](Peer& peer) {
    peer.read_request();
    peer.send(bytes);
    peer.wait_for_the_end();
  };
}
TestServer::Script ends_after(std::string bytes) {
  return [bytes = std::move(bytes)](Peer& peer) {
    peer.read_request();
    peer.send(bytes);
  };
}

const std::string fine = http_answer("200 OK", "{}");

TEST(ExternalHttp, WaitsOnlySoLong) {
  EXPECT_EQ(failure_with(stuck_after(""), short_ms), "did not answer in time: it was not answering");
  EXPECT_EQ(failure_with(stuck_after("HTTP/1.1 200 OK\r\nContent-"), short_ms),
            "did not answer in time: it was not answering");
  EXPECT_EQ(failure_with(stuck_after("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"), short_ms),
            "did not answer in time: it was still sending its answer");
  EXPECT_EQ(failure_with(stuck_after("HTTP/1.1 200 OK\r\n\r\n{"), short_ms),
            "did not answer in time: it was still sending its answer");
}

// A byte now and then keeps no deadline away.
TEST(ExternalHttp, IsNotKeptWaitingByDrops) {
  const auto drip = [](Peer& peer) {
    peer.read_request();
    peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    std::atomic<bool> ended = false;
    std::jthread reader{[&] {
      peer.wait_for_the_end();
      ended = true;
    }};
    while (!ended) peer.send("1\r\n \r\n");
  };
  const std::string why = failure_with(drip, short_ms);
  EXPECT_TRUE(why == "did not answer in time: it was still sending its answer" ||
              why == "answered with more than 2000000 bytes")
      << why;
}

TEST(ExternalHttp, ReadsOnlySoMuch) {
  const std::string most(2'000'000, ' ');
  const TestServer server{always(http_answer("200 OK", most.substr(2) + "{}"))};
  Filter filter{settings_for(server.url())};
  EXPECT_TRUE(passes(filter));
  EXPECT_EQ(failure_with(always(http_answer("200 OK", most + " "))), "answered with more than 2000000 bytes");
  EXPECT_EQ(failure_with(stuck_after("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999\r\n\r\n")),
            "answered with more than 2000000 bytes");
  const auto endless = [&](Peer& peer) {
    peer.read_request();
    peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 3; ++i) peer.send("f4240\r\n" + most.substr(1'000'000) + "\r\n");
    peer.wait_for_the_end();
  };
  EXPECT_EQ(failure_with(endless), "answered with more than 2000000 bytes");
  EXPECT_EQ(failure_with(stuck_after("HTTP/1.1 200 OK\r\nX: " + std::string(50'000, 'x'))),
            "answered with more than 16384 bytes of headers");
}

TEST(ExternalHttp, KnowsNonsense) {
  for (const char* nonsense : {"hello\r\n\r\n", "HTTP/9.9 200 OK\r\n\r\n", "HTTP/1.1 abc\r\n\r\n",
                               "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "\x16\x03\x01\x02\r\n\r\n",
                               "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"})
    EXPECT_TRUE(failure_with(ends_after(nonsense)).starts_with("answered with something that is no HTTP"))
        << nonsense << failure_with(ends_after(nonsense));
}

TEST(ExternalHttp, NoticesAnEndTooEarly) {
  EXPECT_EQ(failure_with(ends_after("")), "closed the connection without an answer");
  EXPECT_EQ(failure_with(ends_after("HTTP/1.1 200")), "closed the connection in the middle of its answer");
  EXPECT_EQ(failure_with(ends_after("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}")),
            "closed the connection in the middle of its answer");
  EXPECT_EQ(failure_with(ends_after("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}")),
            "closed the connection in the middle of its answer");
}

TEST(ExternalHttp, TakesAnswersOfManyForms) {
  for (const char* answer :
       {"HTTP/1.1 200 OK\r\n\r\n{}", "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n"}) {
    const TestServer server{ends_after(answer)};
    Filter filter{settings_for(server.url())};
    EXPECT_TRUE(passes(filter)) << answer;
  }
  std::string interim;
  for (int i = 0; i < 1000; ++i) interim += "HTTP/1.1 100 Continue\r\n\r\n";
  EXPECT_EQ(failure_with(stuck_after(interim)), "answered with nothing but interim answers");
}

TEST(ExternalHttp, KeepsConnections) {
  const TestServer server{always(fine)};
  Filter filter{settings_for(server.url())};
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(passes(filter));
  EXPECT_EQ(server.requests().size(), 5U);
  EXPECT_EQ(server.connections(), 1);
}

TEST(ExternalHttp, MakesANewConnectionWhereTheOldOneIsGone) {
  const std::string last = http_answer("200 OK", "{}", "Connection: close\r\n");
  for (const std::string& answer : {fine, last, fine + "more"}) {
    const TestServer server{ends_after(answer)};
    Filter filter{settings_for(server.url())};
    for (int i = 0; i < 5; ++i) EXPECT_TRUE(passes(filter));
    EXPECT_EQ(server.connections(), 5);
  }
}

// The service closes an idle connection just when the next request is on its way.
TEST(ExternalHttp, AsksAgainWhereAnIdleConnectionEnds) {
  const TestServer server{[](Peer& peer) {
    peer.read_request();
    peer.send(fine);
    peer.read_request();
  }};
  Filter filter{settings_for(server.url())};
  EXPECT_TRUE(passes(filter));
  EXPECT_TRUE(passes(filter));
  EXPECT_EQ(server.requests().size(), 3U) << "the second was asked twice";
  EXPECT_EQ(server.connections(), 2);
}

TEST(ExternalHttp, AsksOnceWhereANewConnectionEnds) {
  const TestServer server{ends_after("")};
  Filter filter{settings_for(server.url())};
  EXPECT_EQ(failure(filter), "closed the connection without an answer");
  EXPECT_EQ(server.requests().size(), 1U);
}

TEST(ExternalHttp, AsksAtOnceForManyThreads) {
  const TestServer server{always(fine)};
  Filter filter{settings_for(server.url())};
  std::atomic<int> passed = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i)
      threads.emplace_back([&] {
        for (int k = 0; k < 20; ++k) passed += passes(filter) ? 1 : 0;
      });
  }
  EXPECT_EQ(passed, 160);
  EXPECT_LE(server.connections(), 8);
}

TEST(ExternalHttp, LooksNamesUp) {
  const TestServer server{always(fine)};
  Filter filter{settings_for(server.url("localhost"))};
  EXPECT_TRUE(passes(filter));
  // Too long for a name, so that no server is asked for it.
  Filter nowhere{settings_for("http://" + std::string(70, 'x') + "/", long_ms)};
  EXPECT_TRUE(failure(nowhere).starts_with("can't be reached: looking up xxx")) << failure(nowhere);
}

TEST(ExternalHttp, SaysThatNobodyIsThere) {
  std::string url;
  {
    const TestServer gone{always(fine)};
    url = gone.url();
  }
  Filter filter{settings_for(url)};
  EXPECT_EQ(failure(filter), "can't be reached: Connection refused");
}

TEST(ExternalHttp, LeavesAServiceAloneThatFails) {
  std::atomic<bool> works = false;
  const TestServer server{[&](Peer& peer) {
    while (peer.read_request()) peer.send(works ? fine : http_answer("500 Internal Server Error", ""));
  }};
  testing::Settings settings = settings_for(server.url());
  settings["break_after"] = 3;
  settings["break_for"] = "1s";
  Filter filter{settings};
  for (int i = 0; i < 3; ++i) EXPECT_EQ(failure(filter), "answered with status 500");
  EXPECT_EQ(failure(filter), "is left alone for now: it answered with status 500");
  EXPECT_EQ(server.requests().size(), 3U);
  works = true;
  while (failure(filter) != "no failure") std::this_thread::yield();
  EXPECT_EQ(server.requests().size(), 4U) << "one probe was enough";
  const std::string name = "the moderation service at " + server.url().substr(0, server.url().rfind('/'));
  EXPECT_EQ(filter.log(),
            (std::vector{name + " is left alone for a while after 3 failures in a row; the last: it answered with "
                                "status 500",
                         name + " answers again"}));
}

TEST(ExternalHttp, DoesNotLeaveAServiceAloneForWrongAnswers) {
  const TestServer server{always(http_answer("200 OK", "[]"))};
  testing::Settings settings = settings_for(server.url());
  settings["break_after"] = 1;
  Filter filter{settings};
  for (int i = 0; i < 3; ++i) EXPECT_NE(failure(filter).find("an answer that can't be used"), std::string::npos);
  EXPECT_EQ(server.requests().size(), 3U);
  const TestServer elsewhere{always(http_answer("404 Not Found", ""))};
  settings["url"] = elsewhere.url();
  Filter lost{settings};
  for (int i = 0; i < 3; ++i) EXPECT_EQ(failure(lost), "answered with status 404");
}

}  // namespace
}  // namespace moderato::external
