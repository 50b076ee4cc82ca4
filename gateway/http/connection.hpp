// One client's connection: reads a request, waits for its answer, writes that, and begins again.
#pragma once

#include <atomic>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "http/loop.hpp"
#include "http/mailbox.hpp"
#include "http/outbox.hpp"
#include "http/request_parser.hpp"

namespace moderato::gateway::http {

// All but what says otherwise is for its loop's thread. Waits for the socket to be ready rather than for bytes: while
// nothing happens it owns no buffer, and what can be written at once is.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(std::shared_ptr<Loop> loop, boost::asio::ip::tcp::socket socket, const boost::asio::ip::address& peer);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() = default;

  void start(Loop::Place place);
  void handle(Message&& message);
  void flush();
  void tick();   // now and then: looks at the time
  void drain();  // the server stops: what is asked is answered, and no more
  void close();

  // For any thread. The second handles it at once where it is called by the loop's thread.
  static void post(Message message);
  static void post_or_do(Message message);
  [[nodiscard]] bool is_open() const { return open_.load(std::memory_order_relaxed); }

 private:
  enum class State : std::uint8_t {
    receiving,  // a request, or nothing yet
    answering,  // the handler has it
    writing,    // the answer
    streaming,  // events, until one side ends it
    lingering,  // all is said: reads until the client closes, so that it can read what was written
    closed,
  };

  void wait_readable();
  void wait_writable();
  void readable();
  void process(std::string_view bytes);
  void resume();
  void dispatch();
  void refuse(Refusal refusal);
  void answer(const Response& response);
  void send(const Response& response);
  void start_stream(StreamStart start);
  void push_event(SharedText text);
  void end_stream();
  void flush_later();
  void tell_closed();
  void written();
  void linger();

  const std::shared_ptr<Loop> loop_;
  boost::asio::ip::tcp::socket socket_;
  const boost::asio::ip::address peer_;
  Loop::Place place_;
  std::atomic<bool> open_{true};
  State state_ = State::receiving;
  bool reading_ = false;  // waits to be readable
  bool writing_ = false;  // waits to be writable
  bool processing_ = false;
  bool keep_alive_ = true;
  bool http10_ = false;
  bool head_only_ = false;
  bool ending_ = false;  // the stream ends when all is written
  bool unflushed_ = false;
  std::size_t lingered_ = 0;  // bytes
  Clock::time_point deadline_ = Clock::time_point::max();
  Clock::time_point last_sent_{};
  std::unique_ptr<RequestParser> parser_;  // while a request arrives
  std::string leftover_;                   // the beginning of the requests behind the one that is answered
  Outbox outbox_;
  std::function<void()> on_closed_;
  bool counted_stream_ = false;
};

}  // namespace moderato::gateway::http
