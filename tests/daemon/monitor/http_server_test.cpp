// The HTTP server, and clients that mean no good.
#include "daemon/monitor/http_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio.hpp>
#include <vector>

#include "support/case_name.hpp"

namespace moderato {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class Client {
 public:
  explicit Client(const HttpServer& server) {
    const std::string address = server.address();
    const auto endpoint = parse_http_endpoint(address);
    socket_.connect({asio::ip::make_address(endpoint->address), endpoint->port});
  }
  // The server may have had enough of us before.
  Client& send(std::string_view text) {
    boost::system::error_code ignored;
    asio::write(socket_, asio::buffer(text), ignored);
    return *this;
  }
  // All until the server closes, however it does.
  std::string rest() {
    std::string text;
    boost::system::error_code closed;
    asio::read(socket_, asio::dynamic_buffer(text), closed);
    return text;
  }
  std::string until(std::string_view end) {
    std::string text;
    const std::size_t size = asio::read_until(socket_, asio::dynamic_buffer(text), end);
    EXPECT_EQ(size, text.size());
    return text;
  }

 private:
  asio::io_context context_;
  tcp::socket socket_{context_};
};

class Server : public ::testing::Test {
 protected:
  static HttpAnswer handle(std::string_view path) {
    if (path == "/throws") throw std::runtime_error("no luck");
    if (path == "/big") return {200, "text/plain", std::string(1 << 20, 'x')};
    return {200, "text/plain", "you asked for " + std::string{path} + "."};
  }
  std::string ask(std::string_view request) { return Client{*server_}.send(request).rest(); }

  std::unique_ptr<HttpServer> server_ = std::move(*HttpServer::open({"127.0.0.1", 0}, &handle));
};

TEST_F(Server, AnswersGet) {
  const std::string answer = ask("GET /this?and=that HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(answer, HasSubstr("Content-Length: 20\r\n"));
  EXPECT_THAT(answer, EndsWith("\r\n\r\nyou asked for /this."));
}

TEST_F(Server, AnswersHeadWithoutTheBody) {
  const std::string answer = ask("HEAD /this HTTP/1.0\r\n\r\n");
  EXPECT_THAT(answer, HasSubstr("Content-Length: 20\r\n"));
  EXPECT_THAT(answer, EndsWith("\r\n\r\n"));
}

TEST_F(Server, GoesOnWithAConnection) {
  Client client{*server_};
  for (int i = 0; i < 100; ++i)
    EXPECT_THAT(client.send("GET /again HTTP/1.1\r\nHost: x\r\n\r\n").until("again."), StartsWith("HTTP/1.1 200"));
}

TEST_F(Server, SendsLongAnswers) {
  EXPECT_GT(ask("GET /big HTTP/1.0\r\n\r\n").size(), std::size_t{1} << 20);
}

TEST_F(Server, SaysWhatWentWrongInTheHandler) {
  const std::string answer = ask("GET /throws HTTP/1.0\r\n\r\n");
  EXPECT_THAT(answer, StartsWith("HTTP/1.0 500 "));
  EXPECT_THAT(answer, EndsWith("no luck\n"));
}

struct Hostile {
  const char* name;
  std::string request;
  const char* status;  // how the answer begins; "" for none
};

class ServerAndHostileClient : public Server, public ::testing::WithParamInterface<Hostile> {};

TEST_P(ServerAndHostileClient, StaysAtWork) {
  EXPECT_THAT(ask(GetParam().request), StartsWith(GetParam().status));
  EXPECT_THAT(ask("GET /a HTTP/1.0\r\n\r\n"), EndsWith("/a."));
}

const std::string many_fields = [] {
  std::string fields;
  for (int i = 0; i < 5'000; ++i) fields += "A: b\r\n";
  return fields;
}();
const Hostile hostile[] = {
    {"another method", "POST /a HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 405 "},
    {"a body", "GET /a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello", "HTTP/1.1 400 "},
    {"a huge body", "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\nhello", "HTTP/1.1 4"},
    {"no http", "hello\r\n\r\n", "HTTP/1.1 400 "},
    {"zeros", std::string(100, '\0'), "HTTP/1.1 400 "},
    {"tls", std::string{"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n", 13}, "HTTP/1.1 400 "},
    {"a long path", "GET /" + std::string(100'000, 'a') + " HTTP/1.1\r\n\r\n", ""},
    {"many fields", "GET /a HTTP/1.1\r\n" + many_fields + "\r\n", ""},
    {"two lengths", "GET /a HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", "HTTP/1.1 400 "},
};
constexpr auto by_name = [](const auto& info) { return case_name(info.index, info.param.name); };
INSTANTIATE_TEST_SUITE_P(Hostile, ServerAndHostileClient, ::testing::ValuesIn(hostile), by_name);

// Those that connect and say nothing give way to those that ask.
TEST_F(Server, IsNotHeldUpByIdleConnections) {
  std::vector<std::unique_ptr<Client>> idle;
  for (int i = 0; i < 200; ++i) {
    idle.push_back(std::make_unique<Client>(*server_));
    idle.back()->send("GET /slow HT");
  }
  EXPECT_THAT(ask("GET /a HTTP/1.0\r\n\r\n"), EndsWith("/a."));
}

TEST_F(Server, EndsWithConnectionsOpen) {
  Client client{*server_};
  client.send("GET /a HTTP/1.1\r\n");
  server_.reset();
  EXPECT_EQ(client.rest(), "");
}

TEST_F(Server, SaysWhenTheAddressIsTaken) {
  const auto taken = parse_http_endpoint(server_->address());
  const auto second = HttpServer::open(*taken, &handle);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, "monitor.cannot_listen");
  EXPECT_THAT(second.error().message, HasSubstr("port " + std::to_string(taken->port) +
                                                ": the address is in use; is another moderatod running?"));
}

}  // namespace
}  // namespace moderato
