// One connection to a service by HTTP/1.1, with TLS or without. Nothing here blocks past its deadline.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "failure.hpp"
#include "url.hpp"

namespace moderato::external {

using Request = boost::beast::http::request<boost::beast::http::string_body>;

struct HttpAnswer {
  unsigned status = 0;
  std::string body;
};

// For one thread at a time.
class Connection {
 public:
  using Clock = std::chrono::steady_clock;
  using Deadline = Clock::time_point;
  using Endpoint = boost::asio::ip::tcp::endpoint;

  static constexpr std::size_t most_body_bytes = 2'000'000;  // as Coral's
  static constexpr std::size_t most_header_bytes = 16'384;

  // `tls`: nullptr without.
  Connection(const Url& url, boost::asio::ssl::context* tls);

  // Tries each address, the remaining time shared among them. Throws Away.
  void open(const std::vector<Endpoint>& endpoints, Deadline deadline);

  // Throws Closed when the connection ends before any answer, Away when it fails otherwise, BadAnswer for what is no
  // HTTP or too long. Redirects are not followed. After a throw the connection is of no more use.
  HttpAnswer exchange(const Request& request, Deadline deadline);

  // Whether another exchange may follow, as far as it can be told without one.
  [[nodiscard]] bool usable();

 private:
  using Error = boost::system::error_code;
  using Done = std::function<void(Error)>;

  Error wait(const std::function<void(Done)>& start, Deadline deadline, const char* doing);
  void connect(const Endpoint& endpoint, Deadline deadline);
  void handshake(Deadline deadline);
  using Parser = boost::beast::http::response_parser<boost::beast::http::string_body>;
  enum class Part : std::uint8_t { headers, all };
  Error read(Parser& parser, Part part, Deadline deadline, const char* doing);
  template <class Use>
  void with_stream(const Use& use);

  const std::string host_;
  boost::asio::io_context io_{1};
  boost::asio::ip::tcp::socket socket_{io_};
  std::optional<boost::asio::ssl::stream<boost::asio::ip::tcp::socket&>> tls_;
  boost::beast::flat_buffer buffer_;
  bool keeps_alive_ = false;
  Deadline idle_since_{};
};

}  // namespace moderato::external
