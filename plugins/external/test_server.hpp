// A server that does exactly what a test says, well-behaved or not: it speaks bytes, over TCP or TLS.
#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace moderato::external {

// One connection, as the test's script sees it.
class Peer {
 public:
  virtual ~Peer() = default;
  // The next request, headers and body as they came; nothing when the client has closed the connection.
  virtual std::optional<std::string> read_request() = 0;
  // Nothing happens when the client is gone.
  virtual void send(std::string_view bytes) = 0;
  // Returns once the client has closed the connection.
  virtual void wait_for_the_end() = 0;
};

class TestServer {
 public:
  using Script = std::function<void(Peer& peer)>;  // the connection is closed when it returns

  // `tls`: with a certificate and a key, or nullptr for plain TCP.
  explicit TestServer(Script script, boost::asio::ssl::context* tls = nullptr);
  ~TestServer();

  [[nodiscard]] std::string url(std::string_view host = "127.0.0.1") const;
  [[nodiscard]] int connections() const { return connections_; }
  [[nodiscard]] std::vector<std::string> requests() const;

 private:
  void accept();
  void serve(boost::asio::ip::tcp::socket socket);

  const Script script_;
  boost::asio::ssl::context* const tls_;
  boost::asio::io_context io_;
  boost::asio::ip::tcp::acceptor acceptor_;
  std::atomic<int> connections_ = 0;
  std::atomic<bool> stopping_ = false;
  mutable std::mutex mutex_;
  std::vector<std::string> requests_;
  std::vector<int> sockets_;
  std::vector<std::jthread> peers_;
  std::jthread thread_;
};

// An answer with these parts and the length of its body.
[[nodiscard]] std::string http_answer(std::string_view status, std::string_view body, std::string_view headers = "");

// Answers each request with the same.
[[nodiscard]] TestServer::Script always(std::string answer);

}  // namespace moderato::external
