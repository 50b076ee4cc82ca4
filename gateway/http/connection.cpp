#include "http/connection.hpp"

#include <netinet/tcp.h>
#include <spdlog/spdlog.h>

#include <boost/asio/post.hpp>
#include <utility>

#include "http/problem.hpp"

namespace moderato::gateway::http {
namespace {

using boost::asio::ip::tcp;

// For the client to read what was said last, and what it may send meanwhile: a reset would take the answer away.
constexpr std::chrono::seconds linger_time{2};
constexpr std::size_t most_lingered = 1'048'576;
// One client that sends many requests at once does not keep others waiting for longer.
constexpr int most_in_a_row = 16;

}  // namespace

Connection::Connection(std::shared_ptr<Loop> loop, tcp::socket socket, const boost::asio::ip::address& peer)
    : loop_(std::move(loop)), socket_(std::move(socket)), peer_(peer) {}

void Connection::start(Loop::Place place) {
  place_ = place;
  boost::system::error_code ignored;  // then reading fails
  socket_.non_blocking(true, ignored);
  socket_.set_option(tcp::no_delay{true}, ignored);
  // A client that vanished without a word is noticed once it is sent something; the system's own time is a quarter of
  // an hour.
  const auto vanished = static_cast<unsigned>(loop_->shared().settings.limits.write_time.count());
  setsockopt(socket_.native_handle(), IPPROTO_TCP, TCP_USER_TIMEOUT, &vanished, sizeof vanished);
  deadline_ = loop_->now() + loop_->shared().settings.limits.idle_time;
  wait_readable();
}

void Connection::post(Message message) {
  const std::shared_ptr<Loop> loop = message.to->loop_;
  loop->post(std::move(message));
}

void Connection::post_or_do(Message message) {
  if (!message.to->loop_->is_here()) return post(std::move(message));
  const std::shared_ptr<Connection> to = message.to;
  to->handle(std::move(message));
}

void Connection::wait_readable() {
  if (std::exchange(reading_, true)) return;
  socket_.async_wait(tcp::socket::wait_read, [self = shared_from_this()](const boost::system::error_code& error) {
    self->reading_ = false;
    if (!error) self->readable();
  });
}

void Connection::wait_writable() {
  if (std::exchange(writing_, true)) return;
  socket_.async_wait(tcp::socket::wait_write, [self = shared_from_this()](const boost::system::error_code& error) {
    self->writing_ = false;
    if (!error) self->flush();
  });
}

void Connection::readable() {
  if (state_ == State::closed) return;
  boost::system::error_code error;
  const std::span<char> room = loop_->scratch();
  const std::size_t size = socket_.read_some(boost::asio::buffer(room.data(), room.size()), error);
  if (error == boost::asio::error::would_block) return wait_readable();
  if (error) return close();
  switch (state_) {
    case State::receiving:
      return process({room.data(), size});
    case State::lingering:
      lingered_ += size;
      return lingered_ > most_lingered ? close() : wait_readable();
    case State::streaming:
      return close();  // one that reads events has nothing to say
    case State::answering:
    case State::writing:
    case State::closed:
      return;  // nobody reads then
  }
}

void Connection::process(std::string_view bytes) try {
  processing_ = true;
  const Limits& limits = loop_->shared().settings.limits;
  int requests = 0;
  while (state_ == State::receiving && !bytes.empty() && requests < most_in_a_row) {
    if (!parser_) {
      parser_ = std::make_unique<RequestParser>(limits);
      deadline_ = loop_->now() + limits.head_time;
    }
    const bool had_head = parser_->has_head();
    bytes.remove_prefix(parser_->put(bytes));
    if (parser_->refusal()) {
      refuse(*parser_->refusal());
      bytes = {};
      break;
    }
    if (!had_head && parser_->has_head()) deadline_ = loop_->now() + limits.body_time;
    if (parser_->take_continue()) {
      static const SharedText go_on = share("HTTP/1.1 100 Continue\r\n\r\n");
      outbox_.push(go_on);
      flush();
    }
    if (state_ == State::receiving && parser_->done()) {
      ++requests;
      dispatch();
    }
  }
  processing_ = false;
  if (state_ == State::closed || state_ == State::lingering || state_ == State::streaming) return;
  leftover_ = std::string{bytes};
  if (state_ != State::receiving) return;
  if (!leftover_.empty())
    boost::asio::post(socket_.get_executor(), [self = shared_from_this()] { self->resume(); });
  else
    wait_readable();
} catch (const std::exception& error) {
  spdlog::error("http: a connection is closed: {}", error.what());
  processing_ = false;
  close();
}

void Connection::resume() {
  if (state_ != State::receiving) return;
  const std::string bytes = std::exchange(leftover_, {});
  process(bytes);
}

void Connection::dispatch() {
  Shared& shared = loop_->shared();
  http10_ = parser_->is_http10();
  Request request = parser_->take();
  parser_.reset();
  request.remote = shared.proxies.client(peer_, request.headers.find("X-Forwarded-For")).to_string();
  request.over_https = shared.proxies.came_by_https(peer_, request.headers.find("X-Forwarded-Proto"));
  keep_alive_ = request.keep_alive && !loop_->draining();
  head_only_ = request.method == Method::head;
  state_ = State::answering;
  deadline_ = Clock::time_point::max();
  loop_->set_busy(place_);
  try {
    shared.handler(std::move(request), Responder{shared_from_this()});
  } catch (const std::exception& error) {
    // The responder has gone on the way here, and answered.
    spdlog::error("http: a handler failed: {}", error.what());
  } catch (...) {
    spdlog::error("http: a handler failed: it threw no std::exception");
  }
}

void Connection::handle(Message&& message) {
  if (auto* response = std::get_if<Response>(&message.what))
    answer(*response);
  else if (auto* stream = std::get_if<StreamStart>(&message.what))
    start_stream(std::move(*stream));
  else if (auto* text = std::get_if<SharedText>(&message.what))
    push_event(std::move(*text));
  else
    end_stream();
}

void Connection::answer(const Response& response) {
  if (state_ == State::answering) send(response);
}

void Connection::refuse(Refusal refusal) {
  keep_alive_ = false;
  head_only_ = http10_ = false;
  parser_.reset();
  send(Problem{.status = refusal.status, .code = "http.refused", .detail = std::string{refusal.detail}}.response());
}

void Connection::send(const Response& response) {
  if (loop_->draining()) keep_alive_ = false;
  outbox_.push(share(head_of(response, {loop_->date(), keep_alive_, false, http10_})));
  if (!head_only_ && has_body(response.status())) outbox_.push(response.body());
  state_ = State::writing;
  deadline_ = loop_->now() + loop_->shared().settings.limits.write_time;
  flush();
}

void Connection::flush() {
  unflushed_ = false;
  if (state_ == State::closed) return;
  Outbox::Buffers buffers;
  while (!outbox_.empty()) {
    boost::system::error_code error;
    const std::size_t size = socket_.write_some(outbox_.next(buffers), error);
    if (error == boost::asio::error::would_block) {
      // A stream has had all the time it wanted so far.
      if (deadline_ == Clock::time_point::max()) deadline_ = loop_->now() + loop_->shared().settings.limits.write_time;
      if (state_ == State::writing) loop_->set_waiting(place_);
      return wait_writable();
    }
    if (error) return close();
    outbox_.written(size);
    last_sent_ = loop_->now();
    deadline_ = last_sent_ + loop_->shared().settings.limits.write_time;
  }
  written();
}

void Connection::written() {
  const Limits& limits = loop_->shared().settings.limits;
  switch (state_) {
    case State::writing:
      if (!keep_alive_) return linger();
      state_ = State::receiving;
      deadline_ = loop_->now() + limits.idle_time;
      loop_->set_waiting(place_);
      if (processing_) return;
      return leftover_.empty() ? wait_readable() : resume();
    case State::streaming:
      deadline_ = Clock::time_point::max();
      if (ending_) linger();
      return;
    case State::receiving:  // "100 Continue"
      deadline_ = loop_->now() + limits.body_time;
      return;
    case State::answering:
    case State::lingering:
    case State::closed:
      return;
  }
}

void Connection::linger() {
  state_ = State::lingering;
  open_.store(false, std::memory_order_relaxed);
  leftover_ = {};
  boost::system::error_code ignored;
  socket_.shutdown(tcp::socket::shutdown_send, ignored);
  deadline_ = loop_->now() + linger_time;
  loop_->set_waiting(place_);
  wait_readable();
}

void Connection::tick() {
  if (state_ == State::closed) return;
  if (state_ == State::streaming && outbox_.empty() &&
      loop_->now() - last_sent_ >= loop_->shared().settings.limits.heartbeat) {
    static const SharedText heartbeat = share(":\n\n");
    outbox_.push(heartbeat);
    return flush();
  }
  if (loop_->now() < deadline_) return;
  if (state_ == State::receiving && parser_) return refuse({408, "The request did not arrive in time."});
  close();
}

void Connection::drain() {
  switch (state_) {
    case State::receiving:
      if (!parser_ && leftover_.empty()) close();
      return;
    case State::streaming:
      return end_stream();
    case State::answering:
    case State::writing:
      keep_alive_ = false;
      return;
    case State::lingering:
    case State::closed:
      return;
  }
}

void Connection::close() {
  if (std::exchange(state_, State::closed) == State::closed) return;
  open_.store(false, std::memory_order_relaxed);
  Shared& shared = loop_->shared();
  boost::system::error_code ignored;
  socket_.close(ignored);
  outbox_.clear();
  parser_.reset();
  leftover_ = {};
  if (!shared.proxies.includes(peer_)) shared.addresses.leave(peer_);
  if (counted_stream_) shared.streams.fetch_sub(1, std::memory_order_relaxed);
  const std::shared_ptr<Connection> self = shared_from_this();
  loop_->leave(place_);
  tell_closed();
}

void Connection::tell_closed() try {
  if (const auto on_closed = std::exchange(on_closed_, nullptr)) on_closed();
} catch (const std::exception& error) {
  spdlog::error("http: what is told of a stream's end failed: {}", error.what());
}

}  // namespace moderato::gateway::http
