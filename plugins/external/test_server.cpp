#include "test_server.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

namespace moderato::external {
namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;

template <class Stream>
class StreamPeer final : public Peer {
 public:
  StreamPeer(Stream& stream, std::function<void(const std::string&)> note) : stream_(stream), note_(std::move(note)) {}

  std::optional<std::string> read_request() override {
    for (;;) {
      if (const std::size_t size = complete(); size > 0) {
        std::string request = received_.substr(0, size);
        received_.erase(0, size);
        note_(request);
        return request;
      }
      if (!read_more()) return std::nullopt;
    }
  }
  void send(std::string_view bytes) override {
    error_code ignored;
    boost::asio::write(stream_, boost::asio::buffer(bytes.data(), bytes.size()), ignored);
  }
  void wait_for_the_end() override {
    while (read_more()) received_.clear();
  }

 private:
  // The size of the first request; 0 while it is not all there.
  [[nodiscard]] std::size_t complete() const {
    const std::size_t end = received_.find("\r\n\r\n");
    if (end == std::string::npos) return 0;
    constexpr std::string_view name = "Content-Length: ";
    const std::size_t at = received_.find(name);
    const std::size_t body = at < end ? std::stoul(received_.substr(at + name.size())) : 0;
    return received_.size() >= end + 4 + body ? end + 4 + body : 0;
  }
  bool read_more() {
    std::array<char, 4096> bytes{};
    error_code error;
    const std::size_t size = stream_.read_some(boost::asio::buffer(bytes), error);
    received_.append(bytes.data(), size);
    return !error;
  }

  Stream& stream_;
  const std::function<void(const std::string&)> note_;
  std::string received_;
};

}  // namespace

TestServer::TestServer(Script script, boost::asio::ssl::context* tls)
    : script_(std::move(script)),
      tls_(tls),
      acceptor_(io_, tcp::endpoint{boost::asio::ip::address_v4::loopback(), 0}),
      thread_([this] { accept(); }) {}

TestServer::~TestServer() {
  stopping_ = true;
  ::shutdown(acceptor_.native_handle(), SHUT_RDWR);  // ends the accept that waits
  thread_.join();
  const std::lock_guard lock{mutex_};
  for (const int socket : sockets_) ::shutdown(socket, SHUT_RDWR);
}

std::string TestServer::url(std::string_view host) const {
  return (tls_ != nullptr ? "https://" : "http://") + std::string{host} + ":" +
         std::to_string(acceptor_.local_endpoint().port()) + "/moderate";
}

std::vector<std::string> TestServer::requests() const {
  const std::lock_guard lock{mutex_};
  return requests_;
}

void TestServer::accept() {
  while (!stopping_) {
    error_code error;
    tcp::socket socket{io_};
    acceptor_.accept(socket, error);
    if (error) continue;
    ++connections_;
    const std::lock_guard lock{mutex_};
    sockets_.push_back(socket.native_handle());
    peers_.emplace_back([this, moved = std::move(socket)]() mutable { serve(std::move(moved)); });
  }
}

void TestServer::serve(tcp::socket socket) {
  const int handle = socket.native_handle();
  const auto note = [this](const std::string& request) {
    const std::lock_guard lock{mutex_};
    requests_.push_back(request);
  };
  if (tls_ == nullptr) {
    StreamPeer<tcp::socket> peer{socket, note};
    script_(peer);
  } else {
    boost::asio::ssl::stream<tcp::socket&> stream{socket, *tls_};
    error_code error;
    stream.handshake(boost::asio::ssl::stream_base::server, error);
    StreamPeer<boost::asio::ssl::stream<tcp::socket&>> peer{stream, note};
    if (!error) script_(peer);
  }
  const std::lock_guard lock{mutex_};
  std::erase(sockets_, handle);
  socket.close();
}

std::string http_answer(std::string_view status, std::string_view body, std::string_view headers) {
  std::string answer = "HTTP/1.1 ";
  answer.append(status).append("\r\nContent-Length: ").append(std::to_string(body.size())).append("\r\n");
  return answer.append(headers).append("\r\n").append(body);
}

TestServer::Script always(std::string answer) {
  return [answer = std::move(answer)](Peer& peer) {
    while (peer.read_request()) peer.send(answer);
  };
}

}  // namespace moderato::external
