#include "http/server.hpp"

#include <pthread.h>

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <thread>

#include "http/loop.hpp"

namespace moderato::gateway::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr std::chrono::milliseconds pause{100};  // when the system has no descriptor left
constexpr int most_waiting = 4'096;              // connections the system keeps until they are accepted

class LoopServer final : public Server {
 public:
  explicit LoopServer(const std::shared_ptr<Shared>& shared) : shared_(shared), loops_(loops_of(shared)) {}
  LoopServer(const LoopServer&) = delete;
  LoopServer& operator=(const LoopServer&) = delete;
  ~LoopServer() override { stop(); }

  // Throws boost::system::system_error.
  void start() {
    const HttpEndpoint& at = shared_->settings.endpoint;
    const tcp::endpoint endpoint{asio::ip::make_address(at.address), at.port};
    acceptor_.open(endpoint.protocol());
    acceptor_.set_option(tcp::acceptor::reuse_address(true));  // else a restart has to wait for old connections
    acceptor_.bind(endpoint);
    acceptor_.listen(most_waiting);
    endpoint_ = acceptor_.local_endpoint();
    accept();
    for (const auto& loop : loops_)
      threads_.emplace_back([loop] {
        pthread_setname_np(pthread_self(), "http");
        loop->run();
      });
  }

  [[nodiscard]] std::string address() const override {
    const std::string host = endpoint_.address().to_string();
    return (endpoint_.address().is_v6() ? "[" + host + "]" : host) + ":" + std::to_string(endpoint_.port());
  }

  void stop() override {
    if (threads_.empty()) return;
    asio::post(loops_.front()->context(), [this] {
      boost::system::error_code ignored;
      acceptor_.close(ignored);
      timer_.cancel();
    });
    const auto latest = Clock::now() + shared_->settings.grace;
    for (const auto& loop : loops_) loop->drain(latest);
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }

 private:
  using Loops = std::vector<std::shared_ptr<Loop>>;

  static Loops loops_of(const std::shared_ptr<Shared>& shared) {
    Loops loops;
    for (unsigned i = 0; i < shared->settings.threads; ++i) loops.push_back(std::make_shared<Loop>(shared));
    return loops;
  }

  // One thread accepts for all: connections are spread evenly, and a second server on the same port is refused, which
  // would share it with SO_REUSEPORT.
  void accept() {
    const auto next = *std::ranges::min_element(loops_, {}, [](const auto& loop) { return loop->load(); });
    acceptor_.async_accept(next->context(), [this, next](const boost::system::error_code& failed, tcp::socket socket) {
      if (failed == asio::error::operation_aborted || !acceptor_.is_open()) return;
      if (!failed)
        admit(std::move(socket), *next);
      else if (failed != asio::error::connection_aborted)
        return accept_later();
      accept();
    });
  }

  void accept_later() {
    timer_.expires_after(pause);
    timer_.async_wait([this](const boost::system::error_code& cancelled) {
      if (!cancelled && acceptor_.is_open()) accept();
    });
  }

  void admit(tcp::socket socket, Loop& loop) {
    boost::system::error_code gone;
    const asio::ip::address peer = plain(socket.remote_endpoint(gone).address());
    if (gone || (!shared_->proxies.includes(peer) && !shared_->addresses.enter(peer))) return;
    loop.adopt(std::move(socket), peer);
  }

  const std::shared_ptr<Shared> shared_;
  const Loops loops_;
  tcp::acceptor acceptor_{loops_.front()->context()};
  asio::steady_timer timer_{loops_.front()->context()};
  tcp::endpoint endpoint_;
  std::vector<std::thread> threads_;
};

std::string cause(const boost::system::error_code& error) {
  if (error == asio::error::address_in_use) return "the address is in use; is another gateway running?";
  if (error == asio::error::access_denied) return "not allowed; ports from 1024 on are free for all";
  return error.message();
}

}  // namespace

Result<std::unique_ptr<Server>> Server::open(ServerSettings settings, Handler handler) {
  auto proxies = TrustedProxies::parse(settings.trusted_proxies);
  if (!proxies) return proxies.error();
  settings.threads = std::max(1U, settings.threads);
  const HttpEndpoint endpoint = settings.endpoint;
  try {
    auto server = std::make_unique<LoopServer>(
        std::make_shared<Shared>(std::move(settings), std::move(*proxies), std::move(handler)));
    server->start();
    return server;
  } catch (const boost::system::system_error& error) {
    return Error{"http.cannot_listen", "can't listen on " + endpoint.address + " port " +
                                           std::to_string(endpoint.port) + ": " + cause(error.code())};
  }
}

}  // namespace moderato::gateway::http
