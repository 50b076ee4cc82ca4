#include "connection.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/write.hpp>
#include <sstream>

#include "tls.hpp"

namespace moderato::external {
namespace {

namespace net = boost::asio;
namespace http = boost::beast::http;

// Node closes what was idle for five seconds, and many services are written in it.
constexpr std::chrono::seconds idle_for{4};
constexpr std::size_t most_read_at_once = 16'384;
constexpr int most_interim_answers = 8;  // "100 Continue" and the like

// Errors of parsing: what came is no HTTP.
bool is_nonsense(const boost::system::error_code& error) {
  return error.category() == make_error_code(http::error::bad_version).category() &&
         error != http::error::end_of_stream && error != http::error::partial_message;
}

[[noreturn]] void fail_to_read(const boost::system::error_code& error, bool began) {
  if (error == http::error::body_limit)
    throw BadAnswer("answered with more than " + std::to_string(Connection::most_body_bytes) + " bytes");
  if (error == http::error::header_limit || error == http::error::buffer_overflow)
    throw BadAnswer("answered with more than " + std::to_string(Connection::most_header_bytes) + " bytes of headers");
  if (is_nonsense(error)) throw BadAnswer("answered with something that is no HTTP: " + error.message());
  if (began) throw Away("closed the connection in the middle of its answer");
  throw Closed("closed the connection without an answer");
}

}  // namespace

Connection::Connection(const Url& url, net::ssl::context* tls) : host_(url.host), buffer_(most_header_bytes + 65'536) {
  if (tls == nullptr) return;
  tls_.emplace(socket_, *tls);
  tls_->set_verify_callback(net::ssl::host_name_verification(host_));
  boost::system::error_code is_name;
  (void)net::ip::make_address(host_, is_name);
  if (is_name) SSL_set_tlsext_host_name(tls_->native_handle(), host_.c_str());
}

template <class Use>
void Connection::with_stream(const Use& use) {
  if (tls_)
    use(*tls_);
  else
    use(socket_);
}

Connection::Error Connection::wait(const std::function<void(Done)>& start, Deadline deadline, const char* doing) {
  std::optional<Error> done;
  start([&done](Error error) { done = error; });
  io_.restart();
  io_.run_until(deadline);
  if (done) return *done;
  // What is under way ends at once when its socket is closed.
  Error ignored;
  socket_.close(ignored);
  io_.restart();
  io_.run();
  throw Away(std::string{"did not answer in time: it was "} + doing);
}

void Connection::open(const std::vector<Endpoint>& endpoints, Deadline deadline) {
  for (std::size_t i = 0; i < endpoints.size(); ++i) {
    const auto now = Clock::now();
    const auto share = std::max(deadline - now, Clock::duration{0}) / static_cast<int>(endpoints.size() - i);
    try {
      connect(endpoints[i], now + share);
      break;
    } catch (const Away&) {
      if (i + 1 == endpoints.size()) throw;
    }
  }
  if (tls_) handshake(deadline);
  keeps_alive_ = true;
}

void Connection::connect(const Endpoint& endpoint, Deadline deadline) {
  Error error;
  socket_.close(error);
  error =
      wait([&](Done done) { socket_.async_connect(endpoint, std::move(done)); }, deadline, "not taking the connection");
  if (error) throw Away("can't be reached: " + error.message());
  socket_.set_option(net::ip::tcp::no_delay{true}, error);
}

void Connection::handshake(Deadline deadline) {
  const Error error = wait([&](Done done) { tls_->async_handshake(net::ssl::stream_base::client, std::move(done)); },
                           deadline, "in the TLS handshake");
  if (!error) return;
  const std::string why = distrust(tls_->native_handle());
  throw Away(why.empty() ? "does not speak TLS with us: " + error.message() : "has a certificate not to trust: " + why);
}

// Until the parser has its headers, or all of it. Beast's own way to read would be compiled for either stream.
Connection::Error Connection::read(Parser& parser, Part part, Deadline deadline, const char* doing) {
  const auto is_done = [&] { return part == Part::headers ? parser.is_header_done() : parser.is_done(); };
  parser.eager(part == Part::all);
  while (!is_done()) {
    Error error = http::error::need_more;
    if (buffer_.size() != 0) buffer_.consume(parser.put(buffer_.data(), error));
    if (!error) continue;
    if (error != http::error::need_more) return error;
    const std::size_t room = std::min(buffer_.max_size() - buffer_.size(), most_read_at_once);
    if (room == 0) return http::error::buffer_overflow;
    const auto into = buffer_.prepare(room);
    error = wait(
        [&](Done done) {
          with_stream([&](auto& stream) {
            stream.async_read_some(into, [this, done](Error result, std::size_t size) {
              buffer_.commit(size);
              done(result);
            });
          });
        },
        deadline, doing);
    if (error != net::error::eof) {
      if (error) return error;
      continue;
    }
    if (!parser.got_some()) return http::error::end_of_stream;
    error = {};
    parser.put_eof(error);
    if (error) return error;
  }
  return {};
}

HttpAnswer Connection::exchange(const Request& request, Deadline deadline) {
  keeps_alive_ = false;
  std::ostringstream message;
  message << request;
  const std::string bytes = std::move(message).str();
  Error error = wait(
      [&](Done done) {
        with_stream([&](auto& stream) {
          net::async_write(stream, net::buffer(bytes), [done](Error result, std::size_t) { done(result); });
        });
      },
      deadline, "not reading the request");
  if (error) throw Closed("closed the connection without an answer");

  std::optional<Parser> parser;
  int interim = 0;
  do {
    if (++interim > most_interim_answers) throw BadAnswer("answered with nothing but interim answers");
    parser.emplace();
    parser->body_limit(most_body_bytes);
    parser->header_limit(most_header_bytes);
    error = read(*parser, Part::headers, deadline, "not answering");
    if (error) fail_to_read(error, parser->got_some());
  } while (parser->get().result_int() / 100 == 1);

  error = read(*parser, Part::all, deadline, "still sending its answer");
  if (error) fail_to_read(error, true);
  // What comes after an answer belongs to none.
  keeps_alive_ = parser->keep_alive() && buffer_.size() == 0;
  idle_since_ = Clock::now();
  HttpAnswer answer{parser->get().result_int(), std::move(parser->get().body())};
  return answer;
}

bool Connection::usable() {
  if (!keeps_alive_ || Clock::now() - idle_since_ > idle_for) return false;
  // Nothing is due: whatever can be read is the end, or nonsense.
  char byte = 0;
  const auto size = ::recv(socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return size < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

}  // namespace moderato::external
