// Sends requests to other servers, by HTTP/1.1, with TLS where the URL says so.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "http_client/clock.hpp"
#include "http_client/url.hpp"

namespace moderato::gateway::http_client {

struct Request {
  std::string method = "POST";
  Url url;
  std::vector<std::pair<std::string, std::string>> headers{};  // without Host, User-Agent and Content-Length
  std::string body{};
  std::chrono::microseconds timeout = std::chrono::seconds{15};  // for all of it
  std::size_t keep_bytes = 0;  // of the answer's body, at most 65,536; of one that is longer still, none or some
};

// What came of it. Status 0: no answer, and `failure` says why, as a sentence goes on after the server's name.
struct Answer {
  unsigned status = 0;
  std::string failure;
  std::optional<Milliseconds> retry_after;  // as the server asks
  std::string body{};                       // as far as the request keeps it; whatever the server wrote

  [[nodiscard]] bool accepted() const { return status >= 200 && status < 300; }
};

// For one thread, that of `io`. Redirects are not followed, and proxies of the environment not used.
class Client {
 public:
  // `tls` outlives this.
  Client(boost::asio::io_context& io, boost::asio::ssl::context& tls);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  // A connection for each, kept for the next one to the same server. Done within the request's timeout, but for a
  // lookup of the server's name, which the system's resolver may take longer over.
  [[nodiscard]] boost::asio::awaitable<Answer> send(Request request);

  // What is under way fails soon.
  void close();

 private:
  class Connection;
  class Use;

  boost::asio::awaitable<std::unique_ptr<Connection>> connect(const Url& url,
                                                              std::chrono::steady_clock::time_point until,
                                                              std::string& failure);
  std::unique_ptr<Connection> take_idle(const Url& url);
  void keep(std::unique_ptr<Connection> connection);

  boost::asio::io_context& io_;
  boost::asio::ssl::context& tls_;
  std::vector<std::unique_ptr<Connection>> idle_;
  std::vector<Connection*> busy_;  // not owned
  bool closed_ = false;
};

}  // namespace moderato::gateway::http_client
