#include "http/loop.hpp"

#include <boost/asio/post.hpp>
#include <ctime>

#include "http/connection.hpp"

namespace moderato::gateway::http {
namespace {

// How exactly the limits' times are kept.
constexpr std::chrono::milliseconds between_ticks{250};

std::string date_at(std::time_t second) {
  std::tm parts{};
  gmtime_r(&second, &parts);
  std::array<char, 40> text{};
  return {text.data(), std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts)};
}

}  // namespace

Loop::Loop(std::shared_ptr<Shared> shared) : shared_(std::move(shared)) {
  set_time();
}
Loop::~Loop() = default;

void Loop::run() {
  wait_for_tick();
  context_.run();
}

void Loop::adopt(boost::asio::ip::tcp::socket socket, const boost::asio::ip::address& peer) {
  load_.fetch_add(1, std::memory_order_relaxed);
  boost::asio::post(context_, [self = shared_from_this(), socket = std::move(socket), peer]() mutable {
    self->start(std::move(socket), peer);
  });
}

void Loop::start(boost::asio::ip::tcp::socket socket, const boost::asio::ip::address& peer) {
  const ServerSettings& settings = shared_->settings;
  auto connection = std::make_shared<Connection>(shared_from_this(), std::move(socket), peer);
  waiting_.push_back(connection);
  connection->start({std::prev(waiting_.end()), true});
  const std::size_t most = (settings.limits.connections + settings.threads - 1) / settings.threads;
  if (draining_) return connection->close();
  if (waiting_.size() + busy_.size() <= most) return;
  const std::shared_ptr<Connection> longest = waiting_.front();  // the newcomer itself, where all others are at work
  longest->close();
}

void Loop::set_waiting(Place& place) {
  waiting_.splice(waiting_.end(), list_of(place), place.at);
  place.waits = true;
}

void Loop::set_busy(Place& place) {
  busy_.splice(busy_.end(), list_of(place), place.at);
  place.waits = false;
}

void Loop::leave(const Place& place) {
  list_of(place).erase(place.at);
  load_.fetch_sub(1, std::memory_order_relaxed);
}

// `each` may end its connection, or move it to the other list's end.
template <class Each>
void Loop::for_all(const Each& each) {
  const std::vector<std::shared_ptr<Connection>> all = [this] {
    std::vector<std::shared_ptr<Connection>> copy{waiting_.begin(), waiting_.end()};
    copy.insert(copy.end(), busy_.begin(), busy_.end());
    return copy;
  }();
  for (const auto& connection : all) each(*connection);
}

void Loop::post(Message message) {
  switch (mailbox_.put(message)) {
    case Mailbox::Put::first:
      boost::asio::post(context_, [self = shared_from_this()] { self->deliver_all(); });
      return;
    case Mailbox::Put::behind:
      return;
    case Mailbox::Put::closed:
      break;
  }
  // Its connection is closed, and its thread has ended.
  if (auto* start = std::get_if<StreamStart>(&message.what); start != nullptr && start->on_closed) start->on_closed();
}

void Loop::deliver_all() {
  std::vector<Message> messages = mailbox_.take_all();
  deliver(messages);
  flush_all();
  end_if_drained();
}

// Several events for one reader are one write.
void Loop::flush_all() {
  for (const auto& connection : std::exchange(unflushed_, {})) connection->flush();
}

void Loop::deliver(std::vector<Message>& messages) {
  for (Message& message : messages) {
    const std::shared_ptr<Connection> to = message.to;
    to->handle(std::move(message));
  }
}

void Loop::set_time() {
  now_ = Clock::now();
  const std::time_t second = std::time(nullptr);
  if (std::exchange(second_, second) != second) date_ = date_at(second);
}

void Loop::wait_for_tick() {
  timer_.expires_after(between_ticks);
  timer_.async_wait([self = shared_from_this()](const boost::system::error_code& cancelled) {
    if (!cancelled) self->tick();
  });
}

void Loop::tick() {
  set_time();
  const bool over = now_ >= latest_;
  for_all([over](Connection& connection) { over ? connection.close() : connection.tick(); });
  wait_for_tick();
  end_if_drained();
}

void Loop::drain(Clock::time_point latest) {
  boost::asio::post(context_, [self = shared_from_this(), latest] {
    self->draining_ = true;
    self->latest_ = latest;
    self->for_all([](Connection& connection) { connection.drain(); });
    self->flush_all();
    self->end_if_drained();
  });
}

void Loop::end_if_drained() {
  if (!draining_ || !waiting_.empty() || !busy_.empty()) return;
  std::vector<Message> rest = mailbox_.close();
  deliver(rest);
  timer_.cancel();
  guard_.reset();
}

}  // namespace moderato::gateway::http
