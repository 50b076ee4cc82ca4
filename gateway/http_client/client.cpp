#include "http_client/client.hpp"

#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <sstream>
#include <string_view>
#include <tuple>
#include <variant>

#include "daemon/places.hpp"
#include "http_client/retry.hpp"

namespace moderato::gateway::http_client {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using Clock = std::chrono::steady_clock;
using Message = http::request<http::string_body>;
using Parser = http::response_parser<http::string_body>;
using Plain = beast::tcp_stream;
using Encrypted = beast::ssl_stream<beast::tcp_stream>;

constexpr auto with_error = asio::as_tuple(asio::use_awaitable);

constexpr std::size_t most_header_bytes = 16'384;
constexpr std::size_t most_read_at_once = 4'096;
constexpr std::size_t most_body_bytes = 65'536;  // read to keep the connection; beyond, it is not kept
constexpr int most_interim_answers = 8;          // "100 Continue" and the like
// Node closes what was idle for five seconds, and many servers are written in it.
constexpr std::chrono::seconds kept_for{4};
constexpr std::size_t most_idle = 16;

// As it is sent.
std::string written(const Message& message) {
  std::ostringstream bytes;
  bytes << message;
  return std::move(bytes).str();
}

// Why the connection can't be encrypted.
std::string tls_failure(SSL* connection, const beast::error_code& error) {
  const long result = SSL_get_verify_result(connection);
  if (result != X509_V_OK)
    return std::string{"has a certificate not to trust: "} + X509_verify_cert_error_string(result);
  if (error == beast::error::timeout) return "did not answer in time: it was in the TLS handshake";
  return "does not speak TLS with us: " + error.message();
}

std::string read_failure(const beast::error_code& error) {
  if (error == beast::error::timeout) return "did not answer in time";
  if (error == http::error::header_limit || error == http::error::buffer_overflow)
    return "answered with more than " + std::to_string(most_header_bytes) + " bytes of headers";
  if (error.category() == make_error_code(http::error::bad_version).category() && error != http::error::end_of_stream &&
      error != http::error::partial_message)
    return "answered with something that is no HTTP: " + error.message();
  return "closed the connection without an answer";
}

}  // namespace

class Client::Connection {
 public:
  Connection(asio::io_context& io, const Url& url, asio::ssl::context& tls) : server_(url.name()) {
    if (!url.tls) {
      stream_.emplace<Plain>(io);
      return;
    }
    auto& stream = stream_.emplace<Encrypted>(io, tls);
    stream.set_verify_callback(asio::ssl::host_name_verification(url.host));
    beast::error_code is_name;
    (void)asio::ip::make_address(url.host, is_name);
    if (is_name) SSL_set_tlsext_host_name(stream.native_handle(), url.host.c_str());
  }

  Plain& lowest() {
    if (auto* plain = std::get_if<Plain>(&stream_)) return *plain;
    return std::get<Encrypted>(stream_).next_layer();
  }

  asio::awaitable<std::string> handshake() {
    auto* const stream = std::get_if<Encrypted>(&stream_);
    if (stream == nullptr) co_return std::string{};
    const auto [error] = co_await stream->async_handshake(asio::ssl::stream_base::client, with_error);
    co_return error ? tls_failure(stream->native_handle(), error) : std::string{};
  }

  // `request`: as it is sent. `began`: whether anything came, or the time ran out: then the connection's age is not to
  // blame.
  asio::awaitable<Answer> exchange(std::string_view request, std::size_t keep_bytes, bool& began) {
    keeps_ = false;
    if (co_await write(request) == beast::error::timeout) {
      began = true;
      co_return Answer{0, "did not take the request in time", {}};
    }
    // After other failures it may have answered nevertheless, before it closed.
    std::optional<Parser> parser;
    for (int answers = 0; !parser || parser->get().result_int() / 100 == 1; ++answers) {
      if (answers == most_interim_answers) co_return Answer{0, "answered with nothing but interim answers", {}};
      parser.emplace();
      parser->header_limit(most_header_bytes);
      parser->body_limit(boost::none);  // else an answer that says how long it will be is none
      const auto failed = co_await read(*parser, Part::header);
      began = began || parser->got_some() || failed == beast::error::timeout;
      if (failed) co_return Answer{0, read_failure(failed), {}};
    }
    Answer answer{parser->get().result_int(), {}, {}};
    const auto asked = parser->get()[http::field::retry_after];
    answer.retry_after = http_client::retry_after({asked.data(), asked.size()}, wall_now());
    // The parser takes memory for all that is announced: nobody here wants so much. Where nobody reads the body, it is
    // read for the next request's sake alone.
    if (parser->content_length().value_or(0) > most_body_bytes) co_return answer;
    const bool endless = parser->need_eof();
    if (keep_bytes == 0 && endless) co_return answer;
    parser->body_limit(most_body_bytes);
    const auto unread = co_await read(*parser, Part::message);
    keeps_ = !unread && !endless && parser->keep_alive() && buffer_.size() == 0;
    kept_until_ = Clock::now() + kept_for;
    answer.body = std::move(parser->get().body());
    answer.body.resize(std::min(answer.body.size(), keep_bytes));
    co_return answer;
  }

  // Whether another request may follow. Nothing is due: whatever can be read is the end, or nonsense.
  [[nodiscard]] bool usable() {
    if (!keeps_ || Clock::now() > kept_until_) return false;
    char byte = 0;
    const auto size = ::recv(lowest().socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return size < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
  }
  [[nodiscard]] bool keeps() const { return keeps_; }
  [[nodiscard]] const std::string& server() const { return server_; }

 private:
  // Beast's own ways to read and write a message would be compiled for either stream: here only these two are.
  asio::awaitable<beast::error_code> write(std::string_view bytes) {
    beast::error_code error;
    const auto all = asio::buffer(bytes);
    if (auto* const plain = std::get_if<Plain>(&stream_))
      std::tie(error, std::ignore) = co_await asio::async_write(*plain, all, with_error);
    else
      std::tie(error, std::ignore) = co_await asio::async_write(std::get<Encrypted>(stream_), all, with_error);
    co_return error;
  }

  asio::awaitable<std::tuple<beast::error_code, std::size_t>> read_some(asio::mutable_buffer room) {
    if (auto* const plain = std::get_if<Plain>(&stream_)) co_return co_await plain->async_read_some(room, with_error);
    co_return co_await std::get<Encrypted>(stream_).async_read_some(room, with_error);
  }

  enum class Part : std::uint8_t { header, message };
  // Until the parser has it.
  asio::awaitable<beast::error_code> read(Parser& parser, Part part) {
    const auto is_done = [&] { return part == Part::header ? parser.is_header_done() : parser.is_done(); };
    parser.eager(part == Part::message);
    while (!is_done()) {
      beast::error_code error = http::error::need_more;
      if (buffer_.size() != 0) buffer_.consume(parser.put(buffer_.data(), error));
      if (!error) continue;
      if (error != http::error::need_more) co_return error;
      const std::size_t room = std::min(buffer_.max_size() - buffer_.size(), most_read_at_once);
      if (room == 0) co_return http::error::buffer_overflow;
      const auto [failed, size] = co_await read_some(buffer_.prepare(room));
      buffer_.commit(size);
      if (failed != asio::error::eof) {
        if (failed) co_return failed;
        continue;
      }
      if (!parser.got_some()) co_return http::error::end_of_stream;
      error = {};
      parser.put_eof(error);
      if (error) co_return error;
    }
    co_return beast::error_code{};
  }

  std::string server_;
  std::variant<std::monostate, Plain, Encrypted> stream_;
  beast::flat_buffer buffer_{most_header_bytes + most_body_bytes};
  bool keeps_ = false;
  Clock::time_point kept_until_{};
};

// While a connection is used, close() ends it.
class Client::Use {
 public:
  Use(Client& client, Connection& connection) : client_(client), connection_(connection) {
    client_.busy_.push_back(&connection_);
  }
  Use(const Use&) = delete;
  Use& operator=(const Use&) = delete;
  ~Use() { std::erase(client_.busy_, &connection_); }

 private:
  Client& client_;
  Connection& connection_;
};

Client::Client(asio::io_context& io, asio::ssl::context& tls) : io_(io), tls_(tls) {}

Client::~Client() = default;

asio::awaitable<std::unique_ptr<Client::Connection>> Client::connect(const Url& url, Clock::time_point until,
                                                                     std::string& failure) {
  tcp::resolver resolver{io_};
  const auto [unknown, found] = co_await resolver.async_resolve(url.host, url.port, with_error);
  if (unknown) {
    failure = "can't be found: " + unknown.message();
    co_return nullptr;
  }
  std::vector<tcp::endpoint> endpoints;
  for (const auto& entry : found) endpoints.push_back(entry.endpoint());
  for (std::size_t i = 0; i < endpoints.size() && !closed_; ++i) {
    // What is left of the time is shared among the addresses.
    const auto now = Clock::now();
    if (now >= until) break;
    auto connection = std::make_unique<Connection>(io_, url, tls_);
    const Use use{*this, *connection};
    connection->lowest().expires_at(now + (until - now) / static_cast<int>(endpoints.size() - i));
    const auto [error] = co_await connection->lowest().async_connect(endpoints[i], with_error);
    if (error) {
      failure = error == beast::error::timeout ? "did not take the connection in time"
                                               : "can't be reached: " + error.message();
      continue;
    }
    beast::error_code ignored;
    connection->lowest().socket().set_option(tcp::no_delay{true}, ignored);
    connection->lowest().expires_at(until);
    failure = co_await connection->handshake();
    if (failure.empty()) co_return connection;
    co_return nullptr;
  }
  if (failure.empty()) failure = "did not answer in time: its name was looked up";
  co_return nullptr;
}

// Nothing: none that is usable.
std::unique_ptr<Client::Connection> Client::take_idle(const Url& url) {
  std::unique_ptr<Connection> taken;
  std::erase_if(idle_, [&](std::unique_ptr<Connection>& idle) {
    if (!idle->usable()) return true;
    if (taken || idle->server() != url.name()) return false;
    taken = std::move(idle);
    return true;
  });
  return taken;
}

void Client::keep(std::unique_ptr<Connection> connection) {
  if (idle_.size() == most_idle) idle_.erase(idle_.begin());
  idle_.push_back(std::move(connection));
}

asio::awaitable<Answer> Client::send(Request request) {
  const auto until = Clock::now() + request.timeout;
  Message message{http::verb::unknown, request.url.target, 11};
  message.method_string(request.method);
  message.set(http::field::host, request.url.authority);
  message.set(http::field::user_agent, "Moderato/" + std::string{version()});
  for (const auto& [name, value] : request.headers) message.set(name, value);
  message.body() = std::move(request.body);
  message.prepare_payload();
  const std::string bytes = written(message);

  Answer answer;
  bool began = false;
  do {
    std::unique_ptr<Connection> connection = take_idle(request.url);
    const bool is_fresh = !connection;
    if (is_fresh) connection = co_await connect(request.url, until, answer.failure);
    if (!connection) break;
    const Use use{*this, *connection};
    connection->lowest().expires_at(until);
    answer = co_await connection->exchange(bytes, request.keep_bytes, began);
    if (connection->keeps() && !closed_) {
      keep(std::move(connection));
      break;
    }
    if (is_fresh) break;
    // A server may close a connection that was kept just when it is used again.
  } while (answer.status == 0 && !began && !closed_);
  co_return answer;
}

void Client::close() {
  closed_ = true;
  idle_.clear();
  for (Connection* const connection : busy_) connection->lowest().close();
}

}  // namespace moderato::gateway::http_client
