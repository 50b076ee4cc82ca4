// Sends one request to a receiver, by HTTP/1.1, with TLS where the URL says so.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "comment/result.hpp"
#include "webhooks/clock.hpp"
#include "webhooks/receiver.hpp"

namespace moderato::gateway {

// What came of it. Status 0: no answer, and `failure` says why, as a sentence goes on after the receiver's name.
struct Answer {
  unsigned status = 0;
  std::string failure;
  std::optional<Milliseconds> retry_after;  // as the receiver asks

  [[nodiscard]] bool accepted() const { return status >= 200 && status < 300; }
};

// What TLS connections have in common: version 1.2 or later, and the receiver's certificate is verified. Error:
// webhook.ca_file.
[[nodiscard]] Result<boost::asio::ssl::context> tls_of(const WebhookSettings& settings);

// For one thread, that of `io`. Redirects are not followed, proxies of the environment not used, and of an answer's
// body nothing is kept, however long it is.
class Client {
 public:
  // The receiver and `tls` outlive this.
  Client(boost::asio::io_context& io, const Receiver& receiver, boost::asio::ssl::context& tls);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  // Signs and sends; one connection each, kept for the next. Done within the receiver's timeout, but for a lookup of
  // its name, which the system's resolver may take longer over.
  [[nodiscard]] boost::asio::awaitable<Answer> send(std::string id, std::string body);

  // What is under way fails soon.
  void close();

 private:
  class Connection;
  class Use;

  boost::asio::awaitable<std::unique_ptr<Connection>> connect(std::chrono::steady_clock::time_point until,
                                                              std::string& failure);

  boost::asio::io_context& io_;
  const Receiver& receiver_;
  boost::asio::ssl::context& tls_;
  std::vector<std::unique_ptr<Connection>> idle_;
  std::vector<Connection*> busy_;  // not owned
  bool closed_ = false;
};

}  // namespace moderato::gateway
