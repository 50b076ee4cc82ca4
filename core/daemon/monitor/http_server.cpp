#include "daemon/monitor/http_server.hpp"

#include <pthread.h>

#include <boost/asio.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <list>
#include <optional>
#include <thread>
#include <tuple>
#include <utility>

namespace moderato {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;

// Enough for a few scrapers and probes. What asks takes milliseconds.
constexpr std::size_t most_connections = 32;
constexpr std::size_t longest_request = 8'192;
constexpr std::chrono::seconds peer_patience{10};  // for a request to arrive, and for an answer to be taken
constexpr std::chrono::milliseconds pause{100};    // when the system has no descriptor left

constexpr auto with_error = asio::as_tuple(asio::use_awaitable);

using Response = http::response<http::string_body>;

class BeastServer final : public HttpServer {
 public:
  explicit BeastServer(Handler handler) : handler_(std::move(handler)), acceptor_(context_) {}
  BeastServer(const BeastServer&) = delete;
  BeastServer& operator=(const BeastServer&) = delete;
  ~BeastServer() override {
    context_.stop();
    if (thread_.joinable()) thread_.join();
  }

  void start(const tcp::endpoint& endpoint) {
    acceptor_.open(endpoint.protocol());
    acceptor_.set_option(tcp::acceptor::reuse_address(true));  // else a restart has to wait for old connections
    acceptor_.bind(endpoint);
    acceptor_.listen();
    asio::co_spawn(context_, accept(), asio::detached);
    thread_ = std::thread{[this] {
      pthread_setname_np(pthread_self(), "monitor");
      context_.run();
    }};
  }

  [[nodiscard]] std::string address() const override {
    const tcp::endpoint at = acceptor_.local_endpoint();
    const std::string host = at.address().to_string();
    return (at.address().is_v6() ? "[" + host + "]" : host) + ":" + std::to_string(at.port());
  }

 private:
  using Connections = std::list<beast::tcp_stream>;

  asio::awaitable<void> accept() {
    while (true) {
      auto [failed, socket] = co_await acceptor_.async_accept(with_error);
      if (failed) {
        asio::steady_timer timer{context_, pause};
        co_await timer.async_wait(with_error);
        continue;
      }
      connections_.emplace_back(std::move(socket));
      if (connections_.size() > most_connections) connections_.front().close();
      asio::co_spawn(context_, converse(std::prev(connections_.end())), asio::detached);
    }
  }

  // Until the client has had enough, or we of it.
  asio::awaitable<void> converse(Connections::iterator connection) {
    beast::tcp_stream& stream = *connection;
    beast::flat_buffer buffer{longest_request};
    for (bool more = true; more;) {
      stream.expires_after(peer_patience);
      http::request_parser<http::empty_body> parser;
      parser.header_limit(longest_request);
      auto [failed, read] = co_await http::async_read(stream, buffer, parser, with_error);
      std::ignore = read;
      std::optional<Response> response = failed ? refusal(failed) : answer(parser.get());
      if (!response) break;
      more = response->keep_alive();
      stream.expires_after(peer_patience);
      auto [lost, sent] = co_await http::async_write(stream, *response, with_error);
      std::ignore = sent;
      if (lost) break;
    }
    beast::error_code ignored;
    stream.socket().shutdown(tcp::socket::shutdown_send, ignored);
    connections_.erase(connection);
  }

  // Nothing for a client that is gone.
  static std::optional<Response> refusal(const beast::error_code& failed) {
    if (failed.category() != make_error_code(http::error::end_of_stream).category() ||
        failed == http::error::end_of_stream || failed == http::error::partial_message)
      return std::nullopt;
    const bool too_long = failed == http::error::header_limit || failed == http::error::buffer_overflow;
    return respond({too_long ? 431U : 400U, "text/plain; charset=utf-8", failed.message() + "\n"}, 11, false);
  }

  Response answer(const http::request<http::empty_body>& request) const {
    const bool head = request.method() == http::verb::head;
    if (!head && request.method() != http::verb::get) {
      Response refused = respond({405, "text/plain; charset=utf-8", "Only GET and HEAD are answered here.\n"},
                                 request.version(), false);
      refused.set(http::field::allow, "GET, HEAD");
      return refused;
    }
    const std::string_view target{request.target().data(), request.target().size()};
    Response response = respond(handle(target.substr(0, target.find('?'))), request.version(), request.keep_alive());
    if (head) response.body().clear();  // Content-Length stays what GET would have
    return response;
  }

  [[nodiscard]] HttpAnswer handle(std::string_view path) const {
    try {
      return handler_(path);
    } catch (const std::exception& error) {
      return {500, "text/plain; charset=utf-8", std::string{error.what()} + "\n"};
    }
  }

  static Response respond(HttpAnswer answer, unsigned version, bool keep_alive) {
    Response response{http::int_to_status(answer.status), version};
    response.set(http::field::content_type, answer.type);
    response.set(http::field::cache_control, "no-store");
    response.set("X-Content-Type-Options", "nosniff");
    response.body() = std::move(answer.body);
    response.keep_alive(keep_alive);
    response.prepare_payload();
    return response;
  }

  Handler handler_;
  asio::io_context context_{1};
  tcp::acceptor acceptor_;
  Connections connections_;  // gone before the context, which they need for that
  std::thread thread_;
};

std::string cause(const boost::system::error_code& error) {
  if (error == asio::error::address_in_use) return "the address is in use; is another moderatod running?";
  if (error == asio::error::access_denied) return "not allowed; ports from 1024 on are free for all";
  return error.message();
}

}  // namespace

Result<std::unique_ptr<HttpServer>> HttpServer::open(const HttpEndpoint& endpoint, Handler handler) {
  auto server = std::make_unique<BeastServer>(std::move(handler));
  try {
    server->start({asio::ip::make_address(endpoint.address), endpoint.port});
  } catch (const boost::system::system_error& error) {
    return Error{"monitor.cannot_listen", "monitor.endpoint: can't listen on " + endpoint.address + " port " +
                                              std::to_string(endpoint.port) + ": " + cause(error.code())};
  }
  return server;
}

}  // namespace moderato
