// What a well-behaved client gets, and when.
#include "http/server.hpp"

#include <gmock/gmock.h>

#include <future>
#include <thread>
#include <vector>

#include "client.hpp"
#include "http/problem.hpp"

namespace moderato::gateway::http {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class AServer : public ServerTest {
 protected:
  void SetUp() override {
    settings_.limits.heartbeat = std::chrono::hours{1};
    start();
  }
  void start() {
    open([this](Request request, Responder responder) { handle(std::move(request), std::move(responder)); });
  }

  void handle(Request request, Responder responder) {
    const std::string what = request.segments.empty() ? "" : request.segments[0];
    if (what == "throws") throw std::runtime_error("no luck");
    if (what == "throws-a-number") throw 7;
    if (what == "drops") return;
    if (what == "injects") return responder.answer(Response{200}.set("X-Name", "a\r\nSet-Cookie: b=c"));
    if (what == "later") return waiting_.set_value(std::move(responder));
    if (what == "big") return responder.answer({200, "text/plain", std::string(8U << 20U, 'x')});
    if (what == "remote") return responder.answer({200, "text/plain", request.remote});
    if (what == "nothing") return responder.answer(Response{204});
    if (what == "twice") {
      responder.answer({200, "text/plain", std::string{"once"}});
      responder.answer({200, "text/plain", std::string{"twice"}});
    }
    std::string text = std::string{to_string(request.method)} + " " + request.target + " " + request.body + ".";
    responder.answer({200, "text/plain", std::move(text)});
  }

  // Of a request that waits for its answer.
  Responder responder_of(Client& client) {
    client.send("GET /later HTTP/1.1\r\nHost: x\r\n\r\n");
    return waiting_.get_future().get();
  }

  std::promise<Responder> waiting_;
};

TEST_F(AServer, AnswersGet) {
  const std::string answer = ask(get("/this?and=that"));
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\nDate: "));
  EXPECT_THAT(answer, HasSubstr(" GMT\r\nContent-Type: text/plain\r\nContent-Length: 20\r\nConnection: close\r\n\r\n"));
  EXPECT_THAT(answer, EndsWith("\r\n\r\nGET /this?and=that ."));
}

TEST_F(AServer, AnswersHeadWithoutTheBody) {
  const std::string answer = ask("HEAD /this HTTP/1.0\r\n\r\n");
  EXPECT_THAT(answer, HasSubstr("Content-Length: 12\r\n"));
  EXPECT_THAT(answer, EndsWith("\r\n\r\n"));
}

TEST_F(AServer, SaysNoLengthOfNoContent) {
  const std::string answer = ask(get("/nothing"));
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 204 No Content\r\n"));
  EXPECT_THAT(answer, Not(HasSubstr("Content-Length")));
}

TEST_F(AServer, ReadsBodiesOfAKnownLength) {
  EXPECT_THAT(ask("POST /a HTTP/1.0\r\nContent-Length: 5\r\n\r\nhello"), EndsWith("POST /a hello."));
}

TEST_F(AServer, ReadsChunkedBodies) {
  const std::string request =
      "POST /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
      "3;name=value\r\nhel\r\n2\r\nlo\r\n0\r\nTrailer: x\r\n\r\n";
  EXPECT_THAT(ask(request), EndsWith("POST /a hello."));
}

TEST_F(AServer, ReadsWhatArrivesByteByByte) {
  const std::string request =
      "POST /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
      "3;name=value\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n";
  Client client{*server_};
  for (const char& c : request) client.send({&c, 1});
  EXPECT_THAT(client.rest(), EndsWith("POST /a hello."));
}

TEST_F(AServer, LetsAClientWaitForContinue) {
  Client client{*server_};
  client.send("POST /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
  EXPECT_EQ(client.until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  EXPECT_THAT(client.send("hello").rest(), EndsWith("POST /a hello."));
}

TEST_F(AServer, GoesOnWithAConnection) {
  Client client{*server_};
  for (int i = 0; i < 100; ++i)
    EXPECT_THAT(client.send("GET /again HTTP/1.1\r\nHost: x\r\n\r\n").until("again ."), StartsWith("HTTP/1.1 200"));
}

TEST_F(AServer, GoesOnWithAConnectionOfHttp10OnlyWhenAsked) {
  const std::string answer = Client{*server_}.send("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").until("a .");
  EXPECT_THAT(answer, HasSubstr("Connection: keep-alive\r\n"));
  EXPECT_THAT(ask("GET /a HTTP/1.0\r\n\r\n"), HasSubstr("Connection: close\r\n"));
}

TEST_F(AServer, AnswersAThousandRequestsThatCameAtOnceInTheirOrder) {
  std::string requests;
  for (int i = 0; i < 1'000; ++i) requests += "GET /" + std::to_string(i) + " HTTP/1.1\r\nHost: x\r\n\r\n";
  Client client{*server_};
  std::thread sender{[&] { client.send(requests + get("/last")); }};
  const std::string answers = client.rest();
  sender.join();
  std::size_t at = 0;
  for (int i = 0; i < 1'000; ++i) {
    at = answers.find("GET /" + std::to_string(i) + " .HTTP/1.1 200", at);
    ASSERT_NE(at, std::string::npos) << i;
  }
  EXPECT_THAT(answers, EndsWith("GET /last ."));
}

TEST_F(AServer, AnswersOneThatHasClosedItsHalf) {
  EXPECT_THAT(Client{*server_}.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n").half_close().rest(), EndsWith("GET /a ."));
}

TEST_F(AServer, SendsLongAnswers) {
  const std::string answer = ask(get("/big"));
  EXPECT_EQ(answer.size() - answer.find("\r\n\r\n") - 4, 8U << 20U);
}

TEST_F(AServer, AnswersFromAnotherThread) {
  Client client{*server_};
  Responder responder = responder_of(client);
  client.send("GET /next HTTP/1.1\r\nHost: x\r\n\r\n");
  std::thread{[&] { responder.answer({200, "text/plain", std::string{"at last."}}); }}.join();
  EXPECT_THAT(client.until("at last."), StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(client.until("GET /next ."), StartsWith("HTTP/1.1 200 "));
}

TEST_F(AServer, DoesNotMindAClientThatLeavesBeforeTheAnswer) {
  Client client{*server_};
  Responder responder = responder_of(client);
  client.reset();
  responder.answer({200, "text/plain", std::string(1U << 20U, 'x')});
  EXPECT_THAT(ask(get("/a")), EndsWith("GET /a ."));
}

TEST_F(AServer, AnswersWhenAHandlerDoesNot) {
  for (const char* path : {"/throws", "/throws-a-number", "/drops", "/injects"}) {
    const std::string answer = ask(get(path));
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 500 Internal Server Error\r\n")) << path;
    EXPECT_THAT(answer, HasSubstr("Content-Type: application/problem+json\r\n")) << path;
    EXPECT_THAT(answer, Not(HasSubstr("Set-Cookie"))) << path;
    EXPECT_THAT(answer, Not(HasSubstr("no luck"))) << "what went wrong inside is nobody's business";
  }
}

TEST_F(AServer, AnswersOnce) {
  const std::string answer = ask(get("/twice"));
  EXPECT_THAT(answer, EndsWith("\r\n\r\nonce"));
}

TEST_F(AServer, SaysWhenTheAddressIsTaken) {
  const auto taken = parse_http_endpoint(server_->address());
  const auto second = Server::open({.endpoint = *taken}, [](const Request&, const Responder&) {});
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, "http.cannot_listen");
  EXPECT_THAT(second.error().message, HasSubstr("the address is in use; is another gateway running?"));
}

TEST_F(AServer, SaysWhichProxyIsNone) {
  const auto server = Server::open({.endpoint = {"127.0.0.1", 0}, .trusted_proxies = {"10.0.0.0/33"}},
                                   [](const Request&, const Responder&) {});
  ASSERT_FALSE(server);
  EXPECT_THAT(server.error().message, HasSubstr("'10.0.0.0/33' is neither an address nor a network"));
}

TEST_F(AServer, BelievesOnlyItsProxiesWhoAsks) {
  const std::string forwarded = get("/remote", "X-Forwarded-For: 1.1.1.1\r\nX-Forwarded-For: 203.0.113.9\r\n");
  EXPECT_THAT(ask(forwarded), EndsWith("\r\n\r\n127.0.0.1"));
  settings_.trusted_proxies = {"127.0.0.1"};
  start();
  EXPECT_THAT(ask(forwarded), EndsWith("\r\n\r\n203.0.113.9"));
  EXPECT_THAT(Client(*server_, "127.0.0.2").send(forwarded).rest(), EndsWith("\r\n\r\n127.0.0.2"));
}

TEST_F(AServer, FinishesAnswersUnderWayWhenItStops) {
  Client client{*server_};
  Responder responder = responder_of(client);
  Client idle{*server_};
  std::thread stopping{[&] { server_->stop(); }};
  EXPECT_EQ(idle.rest(), "");  // it is stopping now
  responder.answer({200, "text/plain", std::string{"at last."}});
  const std::string answer = client.rest();
  EXPECT_THAT(answer, HasSubstr("Connection: close\r\n"));
  EXPECT_THAT(answer, EndsWith("at last."));
  stopping.join();
}

TEST_F(AServer, StopsThoughAHandlerNeverAnswers) {
  settings_.grace = std::chrono::milliseconds{1};
  start();
  Client client{*server_};
  Responder responder = responder_of(client);
  server_.reset();
  EXPECT_EQ(client.rest(), "");
  responder.answer(Response{200});  // to nobody
}

TEST_F(AServer, TakesAnswersAfterItsEnd) {
  settings_.grace = std::chrono::milliseconds{1};
  start();
  Client client{*server_};
  Responder responder = responder_of(client);
  server_.reset();
  bool closed = false;
  EXPECT_FALSE(responder.stream([&] { closed = true; }).open());
  EXPECT_TRUE(closed);
}

}  // namespace
}  // namespace moderato::gateway::http
