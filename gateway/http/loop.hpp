// One thread of the server with the connections it owns. Nothing of a connection is touched by another thread.
#pragma once

#include <array>
#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <list>
#include <memory>
#include <span>
#include <string>

#include "http/address_counts.hpp"
#include "http/client_address.hpp"
#include "http/mailbox.hpp"
#include "http/server.hpp"

namespace moderato::gateway::http {

using Clock = std::chrono::steady_clock;

// What all threads of a server share.
struct Shared {
  Shared(ServerSettings all, TrustedProxies trusted, Handler handles)
      : settings(std::move(all)),
        proxies(std::move(trusted)),
        handler(std::move(handles)),
        addresses(settings.limits.connections_per_address) {}

  const ServerSettings settings;
  const TrustedProxies proxies;
  const Handler handler;
  AddressCounts addresses;
  std::atomic<std::size_t> streams{0};
};

class Loop : public std::enable_shared_from_this<Loop> {
 public:
  using Connections = std::list<std::shared_ptr<Connection>>;
  // Of a connection, in one of two lists.
  struct Place {
    Connections::iterator at;
    bool waits = true;
  };

  explicit Loop(std::shared_ptr<Shared> shared);
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;
  ~Loop();

  // For any thread.
  void run();  // the loop's thread, until it is drained
  void adopt(boost::asio::ip::tcp::socket socket, const boost::asio::ip::address& peer);
  void drain(Clock::time_point latest);
  void post(Message message);
  [[nodiscard]] bool is_here() { return context_.get_executor().running_in_this_thread(); }
  [[nodiscard]] std::size_t load() const { return load_.load(std::memory_order_relaxed); }
  [[nodiscard]] boost::asio::io_context& context() { return context_; }
  [[nodiscard]] Shared& shared() { return *shared_; }

  // For the loop's thread. A connection waits while its client has to do something, and gives way when there are too
  // many; the one that waits longest first.
  void set_waiting(Place& place);
  void set_busy(Place& place);
  void leave(const Place& place);
  void flush_later(std::shared_ptr<Connection> connection) { unflushed_.push_back(std::move(connection)); }
  [[nodiscard]] std::span<char> scratch() { return scratch_; }
  [[nodiscard]] Clock::time_point now() const { return now_; }  // as of the last tick
  [[nodiscard]] std::string_view date() const { return date_; }
  [[nodiscard]] bool draining() const { return draining_; }

 private:
  Connections& list_of(const Place& place) { return place.waits ? waiting_ : busy_; }
  template <class Each>
  void for_all(const Each& each);
  void start(boost::asio::ip::tcp::socket socket, const boost::asio::ip::address& peer);
  void deliver_all();
  static void deliver(std::vector<Message>& messages);
  void flush_all();
  void tick();
  void wait_for_tick();
  void set_time();
  void end_if_drained();

  const std::shared_ptr<Shared> shared_;
  boost::asio::io_context context_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> guard_{context_.get_executor()};
  boost::asio::steady_timer timer_{context_};
  Mailbox mailbox_;
  Connections waiting_;
  Connections busy_;
  std::vector<std::shared_ptr<Connection>> unflushed_;
  std::atomic<std::size_t> load_{0};
  Clock::time_point now_ = Clock::now();
  Clock::time_point latest_ = Clock::time_point::max();  // when draining ends
  std::time_t second_ = 0;
  std::string date_;
  bool draining_ = false;
  std::array<char, 65'536> scratch_{};  // what is read goes through here: idle connections need no buffer
};

}  // namespace moderato::gateway::http
