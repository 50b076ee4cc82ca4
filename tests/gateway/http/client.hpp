// A client that sends exactly the bytes it is given.
#pragma once

#include <gtest/gtest.h>

#include <boost/asio.hpp>
#include <string>
#include <string_view>

#include "http/server.hpp"

namespace moderato::gateway::http {

class Client {
 public:
  explicit Client(const Server& server, const std::string& from = "127.0.0.1") {
    namespace ip = boost::asio::ip;
    const auto at = parse_http_endpoint(server.address());
    socket_.open(ip::tcp::v4());
    socket_.bind({ip::make_address(from), 0});
    socket_.connect({ip::make_address(at->address), at->port});
  }
  // The server may have had enough of us before.
  Client& send(std::string_view text) {
    boost::system::error_code ignored;
    boost::asio::write(socket_, boost::asio::buffer(text), ignored);
    return *this;
  }
  Client& half_close() {
    socket_.shutdown(boost::asio::ip::tcp::socket::shutdown_send);
    return *this;
  }
  void reset() {
    socket_.set_option(boost::asio::socket_base::linger{true, 0});
    socket_.close();
  }
  // All until the server closes, however it does.
  std::string rest() {
    boost::system::error_code closed;
    boost::asio::read(socket_, boost::asio::dynamic_buffer(kept_), closed);
    return std::exchange(kept_, {});
  }
  // Up to and with these bytes; all there was when the server closes before.
  std::string until(std::string_view end) {
    boost::system::error_code closed;
    const std::size_t size = boost::asio::read_until(socket_, boost::asio::dynamic_buffer(kept_), end, closed);
    std::string text = kept_.substr(0, closed ? kept_.size() : size);
    kept_.erase(0, text.size());
    return text;
  }

 private:
  boost::asio::io_context context_;
  boost::asio::ip::tcp::socket socket_{context_};
  std::string kept_;
};

inline std::string get(std::string_view target, std::string_view headers = "") {
  return "GET " + std::string{target} + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + std::string{headers} + "\r\n";
}

// A server on a free port, with settings that a test may change first.
class ServerTest : public ::testing::Test {
 protected:
  void open(Handler handler) {
    auto opened = Server::open(settings_, std::move(handler));
    ASSERT_TRUE(opened) << opened.error().message;
    server_ = std::move(*opened);
  }
  std::string ask(std::string_view request) { return Client{*server_}.send(request).rest(); }

  ServerSettings settings_{.endpoint = {"127.0.0.1", 0}};
  std::unique_ptr<Server> server_;
};

}  // namespace moderato::gateway::http
