// Clients that mean no good.
#include <gmock/gmock.h>

#include <vector>

#include "client.hpp"
#include "support/case_name.hpp"

namespace moderato::gateway::http {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

struct Hostile {
  const char* name;
  std::string request;
  const char* status;
};

void answer_path(Request request, Responder responder) {
  responder.answer({200, "text/plain", "you asked for " + request.target + "."});
}

class AServerAndAHostileClient : public ServerTest, public ::testing::WithParamInterface<Hostile> {
 protected:
  void SetUp() override {
    settings_.limits.body_bytes = 1'000;
    settings_.limits.idle_time = std::chrono::seconds{5};  // what is wrongly answered shows so soon
    open(&answer_path);
  }
};

// One answer, then the end: what follows the mistake must not be taken for a request.
TEST_P(AServerAndAHostileClient, GetsARefusalAndTheEnd) {
  const std::string answers = ask(GetParam().request + "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_THAT(answers, StartsWith("HTTP/1.1 " + std::string{GetParam().status}));
  EXPECT_THAT(answers, HasSubstr("Connection: close\r\n"));
  EXPECT_THAT(answers, ::testing::Not(HasSubstr("smuggled")));
  EXPECT_EQ(answers.find("\r\nDate: "), answers.rfind("\r\nDate: "));
  EXPECT_THAT(ask(get("/a")), EndsWith("/a."));
}

std::string with(std::string_view fields, std::string_view body = "") {
  return "POST /a HTTP/1.1\r\nHost: x\r\n" + std::string{fields} + "\r\n" + std::string{body};
}
std::string times(int count, std::string_view text) {
  std::string all;
  for (int i = 0; i < count; ++i) all += text;
  return all;
}
const std::string chunked = "Transfer-Encoding: chunked\r\n";

const Hostile hostile[] = {
    {"length and chunks", with("Content-Length: 5\r\n" + chunked, "0\r\n\r\n"), "400"},
    {"chunks and length", with(chunked + "Content-Length: 5\r\n", "0\r\n\r\n"), "400"},
    {"two lengths", with("Content-Length: 1\r\nContent-Length: 2\r\n"), "400"},
    {"the same length twice", with("Content-Length: 0\r\nContent-Length: 0\r\n"), "400"},
    {"a list of lengths", with("Content-Length: 0, 0\r\n"), "400"},
    {"a length with a sign", with("Content-Length: +0\r\n"), "400"},
    {"a length that is none", with("Content-Length: 0x0\r\n"), "400"},
    {"chunks twice", with(chunked + chunked, "0\r\n\r\n"), "400"},
    {"another coding", with("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"), "501"},
    {"a coding that is nearly chunks", with("Transfer-Encoding: xchunked\r\n"), "501"},
    {"a coding after a vertical tab", with("Transfer-Encoding: \vchunked\r\n"), "400"},
    {"a space before the colon", with("Transfer-Encoding : chunked\r\n", "0\r\n\r\n"), "400"},
    {"chunks in http 1.0", "POST /a HTTP/1.0\r\n" + chunked + "\r\n0\r\n\r\n", "400"},
    {"a chunk of no size", with(chunked, "\r\n0\r\n\r\n"), "400"},
    {"a chunk of a negative size", with(chunked, "-1\r\n0\r\n\r\n"), "400"},
    {"a chunk of a huge size", with(chunked, "ffffffffffffffffff\r\n"), "400"},
    {"a chunk that ends late", with(chunked, "1\r\nabc\r\n0\r\n\r\n"), "400"},
    {"a chunk with a bare line feed", with(chunked, "1\na\r\n0\r\n\r\n"), "400"},
    {"a chunk with a long extension", with(chunked, "1;" + std::string(10'000, 'x')), "400"},
    {"a huge body", with("Content-Length: 99999999999\r\n", "hello"), "413"},
    {"a body beyond the limit", with("Content-Length: 1001\r\n", std::string(1'001, 'x')), "413"},
    {"chunks beyond the limit", with(chunked, times(101, "a\r\n0123456789\r\n") + "0\r\n\r\n"), "413"},
    {"a header in two lines", with("A: b\r\n c\r\n"), "400"},
    {"a first header that goes on", "GET /a HTTP/1.1\r\n Host: x\r\n\r\n", "400"},
    {"bare line feeds", "GET /a HTTP/1.1\nHost: x\n\n", "400"},
    {"a bare line feed in a header", with("A: b\nContent-Length: 40\r\n"), "400"},
    {"a bare return", with("A: b\rC: d\r\n"), "400"},
    {"a zero in a header", with(std::string_view{"A: b\0c\r\n", 8}), "400"},
    {"a zero in the target", std::string{"GET /\0 HTTP/1.1\r\nHost: x\r\n\r\n", 28}, "400"},
    {"no name", with(": b\r\n"), "400"},
    {"no colon", with("hello\r\n"), "400"},
    {"no host", "GET /a HTTP/1.1\r\n\r\n", "400"},
    {"two hosts", with("Host: y\r\n"), "400"},
    {"a list of hosts", "GET /a HTTP/1.1\r\nHost: x, y\r\n\r\n", "400"},
    {"a host with a path", "GET /a HTTP/1.1\r\nHost: x/y\r\n\r\n", "400"},
    {"a host with a user", "GET /a HTTP/1.1\r\nHost: y@x\r\n\r\n", "400"},
    {"a host of two words", "GET /a HTTP/1.1\r\nHost: x y\r\n\r\n", "400"},
    {"no http", "hello\r\n\r\n", "400"},
    {"http 0.9", "GET /a\r\n\r\n", "400"},
    {"http 2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "5"},
    {"http 1.2", "GET /a HTTP/1.2\r\nHost: x\r\n\r\n", "505"},
    {"zeros", std::string(100, '\0'), "400"},
    {"tls", std::string{"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n", 13}, "400"},
    {"a long target", "GET /" + std::string(5'000, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n", "414"},
    {"a long method", std::string(100'000, 'a'), "414"},
    {"many headers", with(times(100, "A: b\r\n")), "431"},
    {"a long header", with("A: " + std::string(20'000, 'a') + "\r\n"), "431"},
    {"a method nobody knows", "BREW /a HTTP/1.1\r\nHost: x\r\n\r\n", "501"},
    {"connect", "CONNECT example.org:443 HTTP/1.1\r\nHost: x\r\n\r\n", "501"},
    {"trace", "TRACE /a HTTP/1.1\r\nHost: x\r\n\r\n", "501"},
    {"an authority", "GET example.org:80 HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
    {"a star for get", "GET * HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
    {"another scheme", "GET file:///etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
    {"climbing", "GET /a/../b HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
    {"climbing encoded", "GET /a/%2e%2E/b HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
    {"another expectation", with("Expect: the unexpected\r\n"), "417"},
};
constexpr auto by_name = [](const auto& info) { return case_name(info.index, info.param.name); };
INSTANTIATE_TEST_SUITE_P(Hostile, AServerAndAHostileClient, ::testing::ValuesIn(hostile), by_name);

class AServerUnderPressure : public ServerTest {};

// A server counts a connection once it has accepted it: an answer says that it has.
std::unique_ptr<Client> kept(const Server& server, const std::string& from = "127.0.0.1") {
  auto client = std::make_unique<Client>(server, from);
  client->send("GET /kept HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_THAT(client->until("kept."), EndsWith("kept."));
  return client;
}

TEST_F(AServerUnderPressure, LetsTheOneThatIdledLongestGiveWay) {
  settings_.threads = 1;
  settings_.limits.connections = 3;
  open(&answer_path);
  const auto first = kept(*server_);
  const auto second = kept(*server_);
  const auto third = kept(*server_);
  first->send("GET /again HTTP/1.1\r\nHost: x\r\n\r\n").until("again.");
  const auto fourth = kept(*server_);
  EXPECT_EQ(second->rest(), "");
  for (const auto* client : {&first, &third, &fourth})
    EXPECT_THAT((*client)->send("GET /b HTTP/1.1\r\nHost: x\r\n\r\n").until("b."), EndsWith("/b."));
}

TEST_F(AServerUnderPressure, IsNotHeldUpByHalfRequests) {
  settings_.limits.connections = 20;
  open(&answer_path);
  std::vector<std::unique_ptr<Client>> slow;
  for (int i = 0; i < 200; ++i) {
    slow.push_back(std::make_unique<Client>(*server_));
    slow.back()->send("GET /slow HT");
  }
  EXPECT_THAT(ask(get("/a")), EndsWith("/a."));
}

TEST_F(AServerUnderPressure, GivesOneAddressSomeConnectionsOnly) {
  settings_.limits.connections_per_address = 2;
  open(&answer_path);
  const auto first = kept(*server_);
  auto second = kept(*server_);
  EXPECT_EQ(Client{*server_}.rest(), "");
  kept(*server_, "127.0.0.2");
  second->send(get("/last")).rest();
  second.reset();
  // The place is free again once the server has seen the other one go.
  std::string answer;
  while (answer.empty()) answer = ask(get("/a"));
  EXPECT_THAT(answer, EndsWith("/a."));
}

TEST_F(AServerUnderPressure, DoesNotCountWhatComesThroughItsProxies) {
  settings_.limits.connections_per_address = 1;
  settings_.trusted_proxies = {"127.0.0.0/8"};
  open(&answer_path);
  const auto first = kept(*server_);
  kept(*server_);
}

TEST_F(AServerUnderPressure, WaitsForHeadersForSomeTimeOnly) {
  settings_.limits.head_time = std::chrono::milliseconds{1};
  open(&answer_path);
  EXPECT_THAT(Client{*server_}.send("GET /a HTTP/1.1\r\nHo").rest(), StartsWith("HTTP/1.1 408 Request Timeout\r\n"));
}

TEST_F(AServerUnderPressure, WaitsForABodyForSomeTimeOnly) {
  settings_.limits.body_time = std::chrono::milliseconds{1};
  open(&answer_path);
  EXPECT_THAT(ask(with("Content-Length: 5\r\n", "hell")), StartsWith("HTTP/1.1 408 "));
}

TEST_F(AServerUnderPressure, EndsIdleConnections) {
  settings_.limits.idle_time = std::chrono::milliseconds{1};
  open(&answer_path);
  EXPECT_EQ(Client{*server_}.rest(), "");
  // One that asks in time is answered first; whether it does is up to the machine.
  std::string answer;
  while (answer.empty()) answer = Client{*server_}.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n").rest();
  EXPECT_THAT(answer, EndsWith("/a."));
}

TEST_F(AServerUnderPressure, EndsWhatIsNotRead) {
  settings_.limits.write_time = std::chrono::milliseconds{1};
  const SharedText body = share(std::string(64U << 20U, 'x'));  // more than the system takes for a socket
  open([&](const Request&, Responder responder) { responder.answer({200, "text/plain", body}); });
  Client client{*server_};
  client.send(get("/a"));
  // The server holds the body as long as it has something to write.
  while (body.use_count() == 1) std::this_thread::yield();
  while (body.use_count() > 1) std::this_thread::yield();
  EXPECT_LT(client.rest().size(), 64U << 20U);
}

}  // namespace
}  // namespace moderato::gateway::http
